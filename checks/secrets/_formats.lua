-- What secrets look like, by vendor. Prefixes, lengths and alphabets are facts that the vendors publish;
-- each entry names the page (`url`). What a vendor does not publish is taken loosely: a length is a
-- lower bound.
--
-- The expressions are RE2's. The first group is the secret. `keywords` is what must stand in the file
-- in lower case: where the native pass has no database, they decide alone what is looked at.
-- `shape` is a Lua pattern that a message must have too, where the keywords are pieces of ordinary words.
-- `yields` says that a rule which reports the same text is more exact.
-- `vendor` is a word that the file must have or be called, where the form alone is too common; `no_prefix` says that
-- a token does not begin with letters that tell it from the word before it.
-- `entropy` (bits a character) keeps out xxxx, AAAA and the like; random text of these lengths has more.

local formats = {
  -- Source code hosts and registries of packages ---------------------------------------------------------
  {
    id = "github-token", what = "GitHub token",
    regex = [=[\b((?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{36,}))\b]=],
    keywords = { "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_" }, entropy = 3,
    url = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
  },
  {
    id = "gitlab-token", what = "GitLab token",
    regex = [=[\b((?:glpat|gloas|gldt|glrt|glrtr|glcbt|glptt|glft|glimt|glagent|glsoat|glffct)-[A-Za-z0-9_-]{20,}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?)]=],
    keywords = {
      "glpat-", "gloas-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-",
      "glsoat-", "glffct-",
    },
    entropy = 3, url = "https://docs.gitlab.com/security/tokens/",
  },
  {
    id = "npm-token", what = "npm access token", checksum = true,
    regex = [=[\b(npm_[A-Za-z0-9]{36})\b]=],
    keywords = { "npm_" }, entropy = 3.2,
    url = "https://docs.npmjs.com/about-access-tokens",
  },
  {
    id = "npmrc-auth", what = "registry credential of an .npmrc",
    regex = [=[:_(?:authToken|auth|password)\s{0,3}=\s{0,3}["']?([A-Za-z0-9+/=_.-]{16,})]=],
    keywords = { ":_authtoken", ":_auth", ":_password" }, entropy = 3,
    url = "https://docs.npmjs.com/cli/configuring-npm/npmrc",
  },
  {
    id = "pypi-token", what = "PyPI API token",
    regex = [=[\b(pypi-AgE[A-Za-z0-9_-]{50,})]=],
    keywords = { "pypi-age" }, entropy = 3,
    url = "https://packaging.python.org/en/latest/specifications/pypirc/",
  },
  {
    id = "rubygems-token", what = "RubyGems API key",
    regex = [=[\b(rubygems_[0-9a-f]{48})\b]=],
    keywords = { "rubygems_" }, entropy = 3,
    url = "https://guides.rubygems.org/api-key-scopes/",
  },
  {
    id = "nuget-key", what = "NuGet API key",
    regex = [=[\b(oy2[a-z0-9]{43})\b]=],
    keywords = { "oy2" }, entropy = 3.5,
    url = "https://learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys",
  },
  {
    id = "docker-hub-token", what = "Docker Hub access token",
    regex = [=[\b(dckr_(?:pat|oat)_[A-Za-z0-9_-]{24,})]=],
    keywords = { "dckr_pat_", "dckr_oat_" }, entropy = 3,
    url = "https://docs.docker.com/security/access-tokens/",
  },
  {
    id = "docker-config-auth", what = "registry credential of a Docker config.json",
    regex = [=["auth"\s{0,9}:\s{0,9}"([A-Za-z0-9+/]{12,}={0,2})"]=], login = true,
    keywords = { "\"auth\"" }, entropy = 3,
    url = "https://docs.docker.com/reference/cli/docker/login/",
  },
  {
    id = "jfrog-token", what = "JFrog Artifactory key",
    regex = [=[\b(AKCp[A-Za-z0-9]{69}|cmVmdGtu[A-Za-z0-9]{56})\b]=],
    keywords = { "akcp", "cmvmdgtu" }, entropy = 3.5,
    url = "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens",
  },

  -- Clouds -------------------------------------------------------------------------------------------
  {
    id = "aws-access-key", what = "AWS access key ID",
    regex = [=[\b((?:AKIA|ASIA)[A-Z0-9]{16})\b]=],
    keywords = { "akia", "asia" }, entropy = 2.7,
    url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  },
  {
    id = "aws-secret-key", what = "AWS secret access key",
    regex = [=[(?i)(?:aws|secret)[a-z_ .-]{0,20}key["']?\]?\s{0,5}(?:=>|:=|[:=,(])\s{0,5}["']?([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)]=],
    keywords = { "aws", "secret" }, entropy = 4, not_hex = true,
    url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  },
  {
    -- An identifier and, near it, what can only be its secret, whatever they are called.
    id = "aws-key-pair", what = "AWS secret access key",
    regex = [=[\b(?:AKIA|ASIA)[A-Z0-9]{16}\b(?s:.{1,80}?)[^A-Za-z0-9/+]([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)]=],
    keywords = { "akia", "asia" }, entropy = 4.2, not_hex = true, rule = "aws-secret-key",
    url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  },
  {
    id = "aws-bedrock-key", what = "Amazon Bedrock API key",
    regex = [=[\b(ABSK[A-Za-z0-9+/]{100,}={0,2})]=],
    keywords = { "absk" }, entropy = 3.5,
    url = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
  },
  {
    id = "google-api-key", what = "Google API key",
    regex = [=[\b(AIza[0-9A-Za-z_-]{35})(?:[^0-9A-Za-z_-]|$)]=],
    keywords = { "aiza" }, entropy = 3.5,
    url = "https://cloud.google.com/docs/authentication/api-keys",
  },
  {
    id = "google-oauth-secret", what = "Google OAuth client secret",
    regex = [=[\b(GOCSPX-[A-Za-z0-9_-]{28})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "gocspx-" }, entropy = 3,
    url = "https://developers.google.com/identity/protocols/oauth2",
  },
  {
    id = "google-oauth-token", what = "Google OAuth token",
    regex = [=[\b(ya29\.[A-Za-z0-9_-]{30,}|1//0[A-Za-z0-9_-]{40,})]=],
    keywords = { "ya29.", "1//0" }, entropy = 3.5,
    url = "https://developers.google.com/identity/protocols/oauth2",
  },
  {
    id = "azure-storage-key", what = "Azure storage account key", yields = true,
    regex = [=[(?i)(?:AccountKey|SharedAccessKey|account_key|storage_?key)["']?\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)]=],
    keywords = { "accountkey", "sharedaccesskey", "account_key", "storagekey", "storage_key" },
    entropy = 4, url = "https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage",
  },
  {
    id = "azure-sas", what = "Azure shared access signature",
    regex = [=[\bs[vertp][a-z]?=[A-Za-z0-9%:.-]+(?:&(?:amp;)?[a-z]{2,5}=[A-Za-z0-9%:._-]*){0,12}&(?:amp;)?sig=([A-Za-z0-9%/+_-]{40,}(?:%3[Dd]|=))]=],
    keywords = { "sig=" }, entropy = 4,
    url = "https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview",
  },
  {
    id = "azure-client-secret", what = "Microsoft Entra client secret",
    regex = [=[(?:^|[^A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})(?:[^A-Za-z0-9_~.-]|$)]=],
    keywords = { "q~" }, entropy = 3.5,
    url = "https://learn.microsoft.com/en-us/purview/sit-defn-client-secret-api-key",
  },
  {
    id = "azure-devops-token", what = "Azure DevOps personal access token", no_prefix = true,
    regex = [=[\b([A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})\b]=],
    keywords = { "azdo" }, entropy = 4,
    url = "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
  },
  {
    id = "alibaba-key", what = "Alibaba Cloud access key ID",
    regex = [=[\b(LTAI[A-Za-z0-9]{17,21})\b]=],
    keywords = { "ltai" }, entropy = 3.3,
    url = "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
  },
  {
    id = "digitalocean-token", what = "DigitalOcean token",
    regex = [=[\b(do[opr]_v1_[a-f0-9]{64})\b]=],
    keywords = { "dop_v1_", "doo_v1_", "dor_v1_" }, entropy = 3,
    url = "https://docs.digitalocean.com/reference/api/create-personal-access-token/",
  },
  {
    id = "cloudflare-key", what = "Cloudflare key",
    regex = [=[\b(v1\.0-[a-f0-9]{24}-[a-f0-9]{146})\b|(?i)cloudflare[a-z0-9_ .-]{0,25}(?:token|key)["']?\s{0,5}(?:=>|:=|[:=])\s{0,5}["']?([A-Za-z0-9_-]{37,40})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "v1.0-", "cloudflare" }, entropy = 3,
    url = "https://developers.cloudflare.com/fundamentals/api/get-started/",
  },
  {
    id = "heroku-key", what = "Heroku API key",
    regex = [=[\b(HRKU-[A-Za-z0-9_-]{36,})|(?i)heroku[a-z0-9_ .-]{0,25}(?:token|key)["']?\s{0,5}(?:=>|:=|[:=])\s{0,5}["']?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b]=],
    keywords = { "hrku-", "heroku" }, entropy = 3,
    url = "https://devcenter.heroku.com/articles/authentication",
  },
  {
    id = "flyio-token", what = "Fly.io access token",
    regex = [=[\b(fm2_[A-Za-z0-9+/=_-]{60,})]=],
    keywords = { "fm2_" }, entropy = 3.5,
    url = "https://fly.io/docs/security/tokens/",
  },
  {
    id = "netlify-token", what = "Netlify personal access token",
    regex = [=[\b(nfp_[A-Za-z0-9]{36,})\b]=],
    keywords = { "nfp_" }, entropy = 3.2,
    url = "https://docs.netlify.com/api/get-started/",
  },
  {
    id = "supabase-key", what = "Supabase secret key",
    regex = [=[\b(sbp_[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{22,})]=],
    keywords = { "sbp_", "sb_secret_" }, entropy = 3,
    url = "https://supabase.com/docs/guides/api/api-keys",
  },
  {
    id = "planetscale-token", what = "PlanetScale credential",
    regex = [=[\b(pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{30,})]=],
    keywords = { "pscale_" }, entropy = 3,
    url = "https://planetscale.com/docs/concepts/service-tokens",
  },

  -- Infrastructure -----------------------------------------------------------------------------------
  {
    id = "vault-token", what = "HashiCorp Vault token",
    regex = [=[\b(hv[sbr]\.[A-Za-z0-9_-]{24,})]=],
    keywords = { "hvs.", "hvb.", "hvr." }, entropy = 3,
    url = "https://developer.hashicorp.com/vault/docs/concepts/tokens",
  },
  {
    id = "terraform-token", what = "HCP Terraform API token", no_prefix = true,
    regex = [=[\b([A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,})]=],
    keywords = { ".atlasv1." }, entropy = 3.5,
    url = "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
  },
  {
    id = "pulumi-token", what = "Pulumi access token",
    regex = [=[\b(pul-[0-9a-f]{40})\b]=],
    keywords = { "pul-" }, entropy = 3,
    url = "https://www.pulumi.com/docs/administration/access-identity/access-tokens/",
  },
  {
    id = "databricks-token", what = "Databricks access token",
    regex = [=[\b(dapi[0-9a-f]{32}(?:-\d)?)\b]=],
    keywords = { "dapi" }, entropy = 3,
    url = "https://docs.databricks.com/aws/en/dev-tools/auth/pat",
  },
  {
    id = "datadog-key", what = "Datadog key",
    regex = [=[(?i)\b(?:dd|datadog)[a-z0-9_.-]{0,10}_?(?:api|app|application)_?key["']?\s{0,5}(?:=>|:=|[:=])\s{0,5}["']?([0-9a-f]{40}|[0-9a-f]{32})\b]=],
    keywords = { "dd_", "dd-", "datadog" }, entropy = 3,
    url = "https://docs.datadoghq.com/account_management/api-app-keys/",
  },
  {
    id = "newrelic-key", what = "New Relic user key",
    regex = [=[\b(NRAK-[A-Z0-9]{27})\b]=],
    keywords = { "nrak-" }, entropy = 3,
    url = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
  },
  {
    id = "dynatrace-token", what = "Dynatrace token",
    regex = [=[\b(dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64})\b]=],
    keywords = { "dt0" }, entropy = 3.5,
    url = "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens",
  },
  {
    id = "grafana-token", what = "Grafana token",
    regex = [=[\b(glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|glc_eyJ[A-Za-z0-9+/=]{32,})]=],
    keywords = { "glsa_", "glc_" }, entropy = 3,
    url = "https://grafana.com/docs/grafana/latest/administration/service-accounts/",
  },
  {
    id = "sentry-token", what = "Sentry auth token",
    regex = [=[\b(sntryu_[0-9a-f]{64}|sntrys_eyJ[A-Za-z0-9+/=_]{60,})]=],
    keywords = { "sntryu_", "sntrys_" }, entropy = 3,
    url = "https://docs.sentry.io/account/auth-tokens/",
  },
  {
    id = "sonarqube-token", what = "SonarQube token",
    regex = [=[\b(sq[uap]_[0-9a-f]{40})\b]=],
    keywords = { "squ_", "sqa_", "sqp_" }, entropy = 3,
    url = "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
  },
  {
    id = "tailscale-key", what = "Tailscale key",
    regex = [=[\b(tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,})\b]=],
    keywords = { "tskey-" }, entropy = 3,
    url = "https://tailscale.com/kb/1277/key-prefixes",
  },
  {
    id = "doppler-token", what = "Doppler token",
    regex = [=[\b(dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44})\b]=],
    keywords = { "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit." }, entropy = 3,
    url = "https://docs.doppler.com/reference/auth-token-formats",
  },
  {
    id = "buildkite-token", what = "Buildkite API token",
    regex = [=[\b(bkua_[0-9a-f]{40})\b]=],
    keywords = { "bkua_" }, entropy = 3,
    url = "https://buildkite.com/docs/apis/managing-api-tokens",
  },
  {
    id = "onepassword-token", what = "1Password service account token",
    regex = [=[\b(ops_eyJ[A-Za-z0-9+/=_-]{200,})]=],
    keywords = { "ops_eyj" }, entropy = 3.5,
    url = "https://developer.1password.com/docs/service-accounts/",
  },

  -- Messages and mail --------------------------------------------------------------------------------
  {
    id = "slack-token", what = "Slack token",
    regex = [=[\b(xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}|xapp-\d-[A-Z0-9]{8,}-\d{8,}-[a-f0-9]{32,})]=],
    keywords = { "xoxa", "xoxb", "xoxe", "xoxo", "xoxp", "xoxr", "xoxs", "xapp-" }, entropy = 2.8,
    url = "https://api.slack.com/concepts/token-types",
  },
  {
    id = "slack-webhook", what = "Slack webhook",
    regex = [=[(https://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{30,})]=],
    keywords = { "hooks.slack" }, entropy = 3.5,
    url = "https://api.slack.com/messaging/webhooks",
  },
  {
    id = "discord-webhook", what = "Discord webhook",
    regex = [=[(https://(?:[a-z]{1,10}\.)?discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{17,20}/[A-Za-z0-9_-]{60,})]=],
    keywords = { "/webhooks/" }, entropy = 3.5,
    url = "https://discord.com/developers/docs/resources/webhook",
  },
  {
    -- It has no literal, so its keywords decide which files are searched: as rare as possible.
    id = "discord-token", what = "Discord bot token", no_prefix = true,
    regex = [=[\b([MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38})(?:[^A-Za-z0-9_.-]|$)]=],
    keywords = {
      "discord", "bot_token", "bottoken", "bot token", "bot-token", "bot.run", "bot.login", "client.run", "client.login",
      "authorization: bot",
    },
    entropy = 4,
    url = "https://discord.com/developers/docs/reference#authentication",
  },
  {
    id = "telegram-token", what = "Telegram bot token", no_prefix = true,
    regex = [=[\b(\d{8,10}:AA[A-Za-z0-9_-]{33})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { ":aa" }, entropy = 3.5,
    url = "https://core.telegram.org/bots/api#authorizing-your-bot",
  },
  {
    id = "teams-webhook", what = "Microsoft Teams webhook",
    regex = [=[(https://[a-z0-9-]{1,60}\.webhook\.office\.com/webhookb2/[0-9a-f@-]{60,}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36}[A-Za-z0-9/_-]*)]=],
    keywords = { "webhook.office.com" }, entropy = 3,
    url = "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
  },
  {
    id = "twilio-key", what = "Twilio credential",
    regex = [=[(?i)twilio[a-z0-9_ .-]{0,30}["']?\s{0,5}(?:=>|:=|[:=,])\s{0,5}["']?([0-9a-f]{32})\b]=],
    keywords = { "twilio" }, entropy = 3,
    url = "https://www.twilio.com/docs/iam/api-keys",
  },
  {
    -- The name of an API key, from which its account and age can be told; the key itself stands near it.
    id = "twilio-api-key", what = "Twilio API key", rule = "twilio-key",
    regex = [=[\b(SK[0-9a-f]{32})\b]=],
    keywords = {
      "sk0", "sk1", "sk2", "sk3", "sk4", "sk5", "sk6", "sk7", "sk8", "sk9", "ska", "skb", "skc", "skd", "ske", "skf",
    },
    entropy = 3, url = "https://www.twilio.com/docs/iam/api-keys", shape = "SK" .. ("%x"):rep(32),
  },
  {
    id = "sendgrid-key", what = "SendGrid API key",
    regex = [=[\b(SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "sg." }, entropy = 4,
    url = "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
  },
  {
    id = "mailgun-key", what = "Mailgun API key",
    regex = [=[(?:^|[^\w-])(key-[0-9a-f]{32})\b]=],
    keywords = { "key-" }, entropy = 3, vendor = "mailgun",
    url = "https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt",
  },
  {
    id = "mailchimp-key", what = "Mailchimp API key", no_prefix = true,
    regex = [=[\b([0-9a-f]{32}-us\d{1,2})\b]=],
    keywords = { "-us" }, entropy = 3,
    url = "https://mailchimp.com/developer/marketing/guides/quick-start/",
  },
  {
    id = "brevo-key", what = "Brevo API key",
    regex = [=[\b(x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16})\b]=],
    keywords = { "xkeysib-", "xsmtpsib-" }, entropy = 3,
    url = "https://developers.brevo.com/docs/getting-started",
  },

  -- Money and shops ----------------------------------------------------------------------------------
  {
    id = "stripe-key", what = "Stripe live key",
    regex = [=[\b((?:sk|rk)_live_[A-Za-z0-9]{16,})\b]=],
    keywords = { "sk_live_", "rk_live_" }, entropy = 3,
    url = "https://docs.stripe.com/keys",
  },
  {
    id = "stripe-test-key", what = "Stripe test key", level = "warning",
    regex = [=[\b((?:sk|rk)_test_[A-Za-z0-9]{16,})\b]=],
    keywords = { "sk_test_", "rk_test_" }, entropy = 3,
    url = "https://docs.stripe.com/keys",
  },
  {
    id = "stripe-webhook-secret", what = "Stripe webhook signing secret",
    regex = [=[\b(whsec_[A-Za-z0-9+/=]{32,})]=],
    keywords = { "whsec_" }, entropy = 3,
    url = "https://docs.stripe.com/webhooks",
  },
  {
    id = "square-token", what = "Square credential",
    regex = [=[\b(sq0(?:atp|csp)-[A-Za-z0-9_-]{22,}|EAAA[A-Za-z0-9_-]{60})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "sq0atp-", "sq0csp-", "eaaa" }, entropy = 3.5,
    url = "https://developer.squareup.com/docs/build-basics/access-tokens",
  },
  {
    id = "braintree-token", what = "Braintree access token",
    regex = [=[(access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32})\b]=],
    keywords = { "access_token$production$" }, entropy = 3,
    url = "https://developer.paypal.com/braintree/docs/guides/extend/oauth/access-tokens/",
  },
  {
    id = "shopify-token", what = "Shopify token",
    regex = [=[\b(shp(?:at|ca|pa|ss|tka)_[a-fA-F0-9]{32})\b]=],
    keywords = { "shpat_", "shpca_", "shppa_", "shpss_", "shptka_" }, entropy = 3,
    url = "https://shopify.dev/docs/apps/build/authentication-authorization",
  },
  {
    id = "shippo-token", what = "Shippo live token",
    regex = [=[\b(shippo_live_[0-9a-f]{40})\b]=],
    keywords = { "shippo_live_" }, entropy = 3,
    url = "https://docs.goshippo.com/docs/guides_general/authentication/",
  },
  {
    id = "easypost-key", what = "EasyPost API key",
    regex = [=[\b(EZAK[A-Za-z0-9]{54})\b]=],
    keywords = { "ezak" }, entropy = 3.5,
    url = "https://docs.easypost.com/docs/authentication",
  },

  -- Models -------------------------------------------------------------------------------------------
  {
    id = "anthropic-key", what = "Anthropic API key",
    regex = [=[\b(sk-ant-[a-z]{3,7}\d{2}-[A-Za-z0-9_-]{32,})]=],
    keywords = { "sk-ant-" }, entropy = 3.5,
    url = "https://docs.anthropic.com/en/api/overview",
  },
  {
    id = "openai-key", what = "OpenAI API key",
    regex = [=[\b(sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{32,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[A-Za-z0-9]{48}))(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "sk-" }, entropy = 3.5,
    url = "https://platform.openai.com/docs/api-reference/authentication",
  },
  {
    id = "huggingface-token", what = "Hugging Face token",
    regex = [=[\b((?:hf|api_org)_[A-Za-z0-9]{34,})\b]=],
    keywords = { "hf_", "api_org_" }, entropy = 3.2,
    url = "https://huggingface.co/docs/hub/security-tokens",
  },
  {
    id = "replicate-token", what = "Replicate API token",
    regex = [=[\b(r8_[A-Za-z0-9]{37})\b]=],
    keywords = { "r8_" }, entropy = 3.2,
    url = "https://replicate.com/docs/topics/security/api-tokens",
  },
  {
    id = "groq-key", what = "Groq API key",
    regex = [=[\b(gsk_[A-Za-z0-9]{50,})\b]=],
    keywords = { "gsk_" }, entropy = 3.5,
    url = "https://console.groq.com/docs/quickstart",
  },
  {
    id = "xai-key", what = "xAI API key",
    regex = [=[\b(xai-[A-Za-z0-9]{70,})\b]=],
    keywords = { "xai-" }, entropy = 3.5,
    url = "https://docs.x.ai/docs/overview",
  },
  {
    id = "perplexity-key", what = "Perplexity API key",
    regex = [=[\b(pplx-[A-Za-z0-9]{48,})\b]=],
    keywords = { "pplx-" }, entropy = 3.5,
    url = "https://docs.perplexity.ai/guides/getting-started",
  },

  -- Work ---------------------------------------------------------------------------------------------
  {
    id = "atlassian-token", what = "Atlassian API token",
    regex = [=[\b(ATATT3[A-Za-z0-9_=-]{60,}|ATCTT3[A-Za-z0-9_=-]{60,}|ATBB[A-Za-z0-9]{32})]=],
    keywords = { "atatt3", "atctt3", "atbb" }, entropy = 3.5,
    url = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
  },
  {
    id = "linear-key", what = "Linear API key",
    regex = [=[\b(lin_(?:api|oauth)_[A-Za-z0-9]{32,})\b]=],
    keywords = { "lin_api_", "lin_oauth_" }, entropy = 3,
    url = "https://linear.app/developers/graphql",
  },
  {
    id = "notion-token", what = "Notion integration token",
    regex = [=[\b(ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})\b]=],
    keywords = { "ntn_", "secret_" }, entropy = 3.8,
    url = "https://developers.notion.com/docs/authorization",
  },
  {
    id = "airtable-token", what = "Airtable personal access token",
    regex = [=[\b(pat[A-Za-z0-9]{14}\.[0-9a-f]{64})\b]=],
    keywords = { "pat" }, entropy = 3.5,
    url = "https://airtable.com/developers/web/api/authentication",
  },
  {
    id = "figma-token", what = "Figma personal access token",
    regex = [=[\b(fig[dou]_[A-Za-z0-9_-]{36,})]=],
    keywords = { "figd_", "figo_", "figu_" }, entropy = 3,
    url = "https://www.figma.com/developers/api#access-tokens",
  },
  {
    id = "postman-key", what = "Postman API key",
    regex = [=[\b(PMAK-[0-9a-f]{24}-[0-9a-f]{34})\b]=],
    keywords = { "pmak-" }, entropy = 3,
    url = "https://learning.postman.com/docs/developer/postman-api/authentication/",
  },
  {
    id = "contentful-token", what = "Contentful management token",
    regex = [=[\b(CFPAT-[A-Za-z0-9_-]{43})(?:[^A-Za-z0-9_-]|$)]=],
    keywords = { "cfpat-" }, entropy = 3.5,
    url = "https://www.contentful.com/developers/docs/references/authentication/",
  },
  {
    id = "dropbox-token", what = "Dropbox access token",
    regex = [=[\b(sl\.(?:u\.)?[A-Za-z0-9_-]{120,})]=],
    keywords = { "sl." }, entropy = 4,
    url = "https://developers.dropbox.com/oauth-guide",
  },
  {
    id = "launchdarkly-key", what = "LaunchDarkly key",
    regex = [=[(?:^|[^\w-])((?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b]=],
    keywords = { "sdk-", "api-" }, entropy = 3, vendor = "launchdarkly",
    url = "https://launchdarkly.com/docs/home/account/api",
  },

  -- No vendor ----------------------------------------------------------------------------------------
  {
    -- RFC 7468 and RFC 9580 name the labels. What stands between the lines may be quoted, escaped or
    -- joined by a program's string operators; `init.lua` looks at it.
    id = "private-key", what = "private key",
    regex = [=[-----BEGIN(?: |%20|\+)(?:[A-Z0-9]{1,10}(?: |%20|\+)){0,3}PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)?-----[^-]+(?:-{1,4}[^-]+)*(?:-----END)?]=],
    keywords = { "private key", "private%20key", "private+key" },
    url = "https://www.rfc-editor.org/rfc/rfc7468",
  },
  {
    id = "putty-key", what = "PuTTY private key",
    regex = [=[PuTTY-User-Key-File-[23]: (?:[^\n]*\n){1,40}?Private-Lines: \d{1,4}\s+([A-Za-z0-9+/=\s]+)]=],
    keywords = { "putty-user-key-file" }, rule = "private-key",
    url = "https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html",
  },
  {
    id = "age-key", what = "age identity",
    regex = [=[\b(AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})\b]=],
    keywords = { "age-secret-key-1" }, entropy = 3, rule = "private-key",
    url = "https://github.com/C2SP/C2SP/blob/main/age.md",
  },
  {
    -- RFC 7517: a JSON Web Key is private when it has "d".
    id = "jwk", what = "private JSON Web Key",
    regex = [=["kty"\s*:[^{}]*?"d"\s*:\s*"([A-Za-z0-9_-]{32,})"|"d"\s*:\s*"([A-Za-z0-9_-]{32,})"[^{}]*?"kty"\s*:]=],
    keywords = { "\"kty\"" }, entropy = 3.5, rule = "private-key",
    url = "https://www.rfc-editor.org/rfc/rfc7517",
  },
  {
    id = "jwt", what = "JSON Web Token", level = "warning",
    regex = [=[\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,})]=],
    keywords = { "eyj" }, entropy = 4,
    url = "https://www.rfc-editor.org/rfc/rfc7519",
  },
  {
    id = "authorization-header", what = "credential of an HTTP header",
    regex = [=[(?i)authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:basic|bearer|token)\s{1,3}([A-Za-z0-9+/._~=-]{16,})]=],
    keywords = { "authorization" }, entropy = 3.2, guess = true,
    url = "https://www.rfc-editor.org/rfc/rfc9110#name-authorization",
  },
  {
    id = "url-password", what = "password in a URL",
    regex = [=[(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@"'<>`\\()]{0,64}:([^\s/"'<>`\\]{3,})@(?:localhost|127\.0\.0\.1|[a-z0-9_.$%{\[-])]=],
    keywords = { "://" }, guess = true,
    url = "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
  },
  {
    -- curl's manual: -u, --user and -U, --proxy-user, also joined with other letters, on a continued line, or as
    -- words of a list. A first character that begins a reference is none of a password.
    id = "command-password", what = "password on a command line",
    regex = [=[(?i)\bcurl\b(?:[^\n|\\]|\\.|\\\r?\n)*?[\s"',](?:-[a-z]{0,8}u["']?[\s,]{1,3}["']?|-u["']?|--(?:proxy-)?user["']?[\s=,]{1,3}["']?)[^\s:"'`]{0,64}:([^\s"'`$<{%*/][^\s"'`]{3,})]=],
    keywords = { "curl ", "curl\"", "curl'", "curl\\" }, guess = true,
    url = "https://curl.se/docs/manpage.html#-u",
  },
  {
    -- What `htpasswd` writes, and lines of /etc/shadow: name:hash, the dollars doubled in a Compose file. Not the
    -- password, but what it can be found from.
    id = "htpasswd-hash", what = "hash of a password", milder_in_examples = true,
    regex = [=[(?:(?m:^)|[\s"'=,:])[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}:(\${1,2}apr1\${1,2}[./A-Za-z0-9]{1,8}\${1,2}[./A-Za-z0-9]{22}|(?:\$2[aby]\$|\$\$2[aby]\$\$)[0-9]{2}\${1,2}[./A-Za-z0-9]{53}|\{SHA\}[A-Za-z0-9+/]{27}=|(?:\$[56]\$|\$\$[56]\$\$)(?:rounds=[0-9]{1,9}\${1,2})?[./A-Za-z0-9]{1,16}\${1,2}(?:[./A-Za-z0-9]{86}|[./A-Za-z0-9]{43}))(?:[^./A-Za-z0-9]|$)]=],
    keywords = { "apr1$", "$2a$", "$2b$", "$2y$", "{sha}", "$5$", "$6$" }, entropy = 3.5,
    url = "https://httpd.apache.org/docs/2.4/misc/password_encryptions.html",
  },
}

for _, format in ipairs(require("_tokens")) do formats[#formats + 1] = format end

-- A token with a prefix of its own may also follow what is no word of the text: the escape of a line ending or
-- tab in a string, a percent-encoded sign, the underscore of a name before it. `\b` alone sees a letter there.
local begins = [=[(?:\b|\\(?:[nrtfbv]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[0-3][0-7]{2})|%[0-9A-Fa-f]{2}|\x1b\[[0-9;]*m|_)(]=]
for _, format in ipairs(formats) do
  if not format.no_prefix and format.regex:find("^\\b%([^?]") then
    format.regex = begins .. format.regex:sub(4)
  end
end

for _, format in ipairs(require("_generic")) do formats[#formats + 1] = format end

return formats
