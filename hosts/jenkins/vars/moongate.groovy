// Shared library: `moongate()` in a declarative or scripted pipeline checks the change that this build
// is about, publishes what it found, and fails the build on findings of level error.
//
//   moongate()                                          // the program is on the agent's PATH
//   moongate(program: './tools/moongate', failOn: 'warning')
//   moongate(shards: 4)                                 // in parallel stages
//
// Options (all have defaults):
//   program      path of the program; default 'moongate'
//   failOn       error, warning, note or never; default: what moongate.toml says
//   check, skip  lists of checks, families or NAME/RULE
//   policy       an organisation's settings, below the repository's
//   shards       parts to check in parallel; default 1
//   fetch        may fetch what a shallow clone lacks; default false
//   publish      show SARIF through warnings-ng and JUnit, where these plugins are; default true
//   reports      folder of the reports in the workspace; default 'moongate-reports'
def call(Map options = [:]) {
    int shards = (options.shards ?: 1) as int
    String reports = options.reports ?: 'moongate-reports'
    int exit = 0
    if (shards <= 1) {
        exit = check(options, reports, '')
    } else {
        Map parts = [:]
        List exits = []
        for (int i = 1; i <= shards; i++) {
            int part = i
            parts["moongate ${part}/${shards}"] = {
                exits << check(options + [publish: false], "${reports}/${part}", "${part}/${shards}")
            }
        }
        parallel parts
        // 2 wins over 3, 3 over 1.
        for (int wanted : [2, 3, 1]) {
            if (exit == 0 && exits.contains(wanted)) {
                exit = wanted
            }
        }
        sh label: 'moongate merge', returnStatus: true, script: command(options, [
            'merge', '--format', "json=${reports}/moongate.json",
            '--format', "sarif=${reports}/moongate.sarif", '--format', "junit=${reports}/moongate.xml",
        ] + (1..shards).collect { "${reports}/${it}/moongate.json" as String })
    }
    if (options.publish != false) {
        publish(reports)
    }
    if (exit == 1) {
        error 'moongate: there is something to mend, see above'
    }
    if (exit != 0) {
        error "moongate: could not check (exit ${exit}), see above"
    }
}

// Runs one check and returns the exit code; the reports lie in the folder.
private int check(Map options, String reports, String shard) {
    List words = ['ci', '--format', "json=${reports}/moongate.json",
                  '--format', "sarif=${reports}/moongate.sarif",
                  '--format', "junit=${reports}/moongate.xml"]
    if (shard) {
        words += ['--shard', shard]
    }
    if (options.failOn) {
        words += ['--fail-on', options.failOn]
    }
    for (String name : (options.check ?: [])) {
        words += ['--check', name]
    }
    for (String name : (options.skip ?: [])) {
        words += ['--skip', name]
    }
    if (options.policy) {
        words += ['--policy', options.policy]
    }
    if (options.fetch) {
        words << '--fetch'
    }
    sh label: 'moongate reports', script: "mkdir -p ${quoted(reports)}"
    return sh(label: 'moongate', returnStatus: true, script: command(options, words))
}

// Jenkins shows SARIF through warnings-ng and JUnit through its own plugin. An agent without one of
// them still gets the verdict and the log.
private void publish(String reports) {
    try {
        recordIssues enabledForFailure: true, skipPublishingChecks: false,
            tools: [sarif(pattern: "${reports}/moongate.sarif", id: 'moongate', name: 'Moongate')]
    } catch (NoSuchMethodError ignored) {
        echo 'moongate: the warnings-ng plugin is not installed; findings are in the log only'
    }
    try {
        junit allowEmptyResults: true, testResults: "${reports}/moongate.xml"
    } catch (NoSuchMethodError ignored) {
        echo 'moongate: the JUnit plugin is not installed'
    }
    archiveArtifacts artifacts: "${reports}/**", allowEmptyArchive: true
}

private String command(Map options, List words) {
    return ([options.program ?: 'moongate'] + words).collect { quoted(it as String) }.join(' ')
}

// Whatever a branch or a folder is called, the shell sees one word.
private String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'"
}
