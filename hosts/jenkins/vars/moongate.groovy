// Shared library: `moongate()` in a declarative or scripted pipeline checks the change that this build
// is about, publishes what it found, and fails the build by the program's verdict.
//
//   moongate()                                          // the program is on the agent's PATH
//   moongate(program: './tools/moongate', failOn: 'warning')
//   moongate(shards: 4)                                 // in parallel branches of one agent
//   moongate(shards: 4, agent: 'linux')                 // each on an agent of its own
//
// Options (all have defaults):
//   program       path of the program; default 'moongate'
//   image         container image that holds the program, run with `docker run`, instead of `program`
//   failOn        error, warning, note or never; default: what moongate.toml says
//   check, skip   lists of checks, families or NAME/RULE
//   policy        an organisation's settings, below the repository's
//   shards        parts to check in parallel; default 1
//   agent         label of agents for the shards; each checks the same revision out
//   checkout      what `checkout scm` returned: a scripted pipeline does not export it
//   fetch         may fetch what a shallow clone lacks; default false
//   publish       show the findings through the plugins that are there; default true
//   qualityGates  of warnings-ng, as recordIssues takes them; default none: the verdict decides
//   reports       folder of the reports in the workspace; default 'moongate-reports'
//
// The code runs under Jenkins's continuations: what only computes is @NonCPS, and no loop over a list is open
// while a step runs.
import com.cloudbees.groovy.cps.NonCPS

def call(Map options = [:]) {
    String mistake = mistakeIn(options)
    if (mistake) {
        error mistake
    }
    String reports = options.reports ?: 'moongate-reports'
    int verdict = 0
    withEnv(gitVariables(options.checkout)) {
        verdict = verdictOf(options, reports)
    }
    if (verdict > 3) {
        error "moongate: ${options.image ?: options.program ?: 'moongate'} could not be run on this agent (exit " +
            "${verdict}): nothing was checked. Put the static program on the agent's PATH, or say where it is: " +
            "moongate(program: '/path/of/moongate')"
    }
    if (options.publish != false) {
        publish(options, reports, verdict)
    }
    if (verdict == 1) {
        error 'moongate: there is something to mend, see above'
    }
    if (verdict != 0) {
        error "moongate: could not check (exit ${verdict}), see above"
    }
}

private int verdictOf(Map options, String reports) {
    int shards = shardsOf(options)
    if (shards == 1) {
        return runIn(reports, command(options, checkWords(options, '') + formats(reports)))
    }
    // What expires, and the age of branches, must not differ between shards.
    long now = System.currentTimeMillis() / 1000
    Map parts = [:]
    List exits = []
    for (int i = 1; i <= shards; i++) {
        int part = i
        parts["moongate ${part}/${shards}" as String] = {
            int exit = checkShard(options, reports, part, shards, now)
            exits.add(exit)
        }
    }
    parallel parts
    for (int i = 1; options.agent && i <= shards; i++) {
        unstash "moongate-${i}"
    }
    int worst = worstOf(exits)
    if (worst > 3) {
        return worst
    }
    // The joined reports give what one run would; a shard that could not even write one counts, too.
    exits.add(runIn(reports, command(options, mergeWords(reports, shards) + formats(reports))))
    return worstOf(exits)
}

private int checkShard(Map options, String reports, int part, int shards, long now) {
    String folder = "${reports}/${part}"
    List words = checkWords(options, "${part}/${shards}") + ['--now', now as String]
    String line = command(options, words + ['--format', "json=${folder}/moongate.json" as String])
    if (!options.agent) {
        return runIn(folder, line)
    }
    int exit = 0
    node(options.agent) {
        Map there = checkout(scm)
        withEnv(gitVariables(there)) {
            exit = runIn(folder, line)
        }
        stash name: "moongate-${part}", includes: "${folder}/moongate.json", allowEmpty: true
    }
    return exit
}

// A workspace is used again: a report of an earlier build must not stand for this one.
private int runIn(String folder, String line) {
    String names = "${quoted(folder)}/moongate"
    return sh(label: 'moongate', returnStatus: true,
        script: "mkdir -p ${quoted(folder)} && rm -f ${names}.json ${names}.sarif ${names}.xml ${names}.md\n${line}")
}

// An agent without one of these plugins still gives the verdict and the log.
private void publish(Map options, String reports, int verdict) {
    Map issues = [
        enabledForFailure: true,
        tools: [sarifTool(reports)],
    ]
    if (options.qualityGates) {
        issues.qualityGates = options.qualityGates
    }
    if (issues.tools[0] != null) {
        withPlugin('warnings-ng') { recordIssues(issues) }
    }
    // The verdict decides about the build, and the findings have their check: JUnit shall do neither again.
    withPlugin('junit') {
        junit(testResults: "${reports}/moongate.xml", allowEmptyResults: true, skipMarkingBuildUnstable: true,
              skipPublishingChecks: true)
    }
    withPlugin('checks-api') {
        publishChecks(name: 'Moongate verdict', title: titleOf(verdict), status: 'COMPLETED',
                      conclusion: verdict == 0 ? 'SUCCESS' : 'FAILURE',
                      summary: fileExists("${reports}/moongate.md") ? readFile("${reports}/moongate.md") : titleOf(verdict))
    }
    archiveArtifacts artifacts: "${reports}/moongate.*", allowEmptyArchive: true
}

private Object sarifTool(String reports) {
    Object tool = null
    withPlugin('warnings-ng') {
        tool = sarif(pattern: "${reports}/moongate.sarif" as String, id: 'moongate', name: 'Moongate')
    }
    return tool
}

private void withPlugin(String plugin, Closure step) {
    try {
        step()
    } catch (NoSuchMethodError ignored) {
        echo "moongate: the plugin ${plugin} is not installed: what it would show is in the log and the artifacts"
    }
}

@NonCPS
private String mistakeIn(Map options) {
    List known = ['program', 'image', 'failOn', 'check', 'skip', 'policy', 'shards', 'agent', 'checkout', 'fetch',
                  'publish', 'qualityGates', 'reports']
    for (Object name : options.keySet()) {
        if (!known.contains(name as String)) {
            return "moongate: there is no option '${name}'; there are: ${known.join(', ')}"
        }
    }
    if (options.shards != null && !(options.shards as String).matches('[1-9][0-9]{0,3}')) {
        return "moongate: shards: '${options.shards}' is not a number from 1 to 9999"
    }
    if (options.agent && shardsOf(options) == 1) {
        return 'moongate: agent is for shards: say how many, moongate(shards: 4, agent: ...)'
    }
    return ''
}

@NonCPS
private int shardsOf(Map options) {
    return options.shards == null ? 1 : (options.shards as String) as int
}

@NonCPS
private String titleOf(int verdict) {
    return ['nothing to mend', 'there is something to mend', 'the configuration or a check is wrong', 'could not check'][verdict]
}

// 2 wins over 3, 3 over 1; what is none of them is no verdict at all.
@NonCPS
private int worstOf(List exits) {
    for (Object exit : exits) {
        if (exit < 0 || exit > 3) {
            return exit < 0 ? 255 : exit
        }
    }
    for (int wanted : [2, 3, 1]) {
        if (exits.contains(wanted)) {
            return wanted
        }
    }
    return 0
}

@NonCPS
private List gitVariables(Object checkout) {
    List variables = []
    for (Object entry : (checkout ?: [:]).entrySet()) {
        if ((entry.key as String).startsWith('GIT_') && entry.value != null) {
            variables.add("${entry.key}=${entry.value}" as String)
        }
    }
    return variables
}

@NonCPS
private List checkWords(Map options, String shard) {
    List words = ['ci']
    if (shard) {
        words.addAll(['--shard', shard])
    }
    if (options.failOn) {
        words.addAll(['--fail-on', options.failOn])
    }
    for (Object name : (options.check ?: [])) {
        words.addAll(['--check', name])
    }
    for (Object name : (options.skip ?: [])) {
        words.addAll(['--skip', name])
    }
    if (options.policy) {
        words.addAll(['--policy', options.policy])
    }
    if (options.fetch) {
        words.add('--fetch')
    }
    return words
}

@NonCPS
private List mergeWords(String reports, int shards) {
    List words = ['merge']
    for (int i = 1; i <= shards; i++) {
        words.add("${reports}/${i}/moongate.json" as String)
    }
    return words
}

@NonCPS
private List formats(String reports) {
    List words = []
    for (List format : [['json', 'json'], ['sarif', 'sarif'], ['junit', 'xml'], ['markdown', 'md']]) {
        words.addAll(['--format', "${format[0]}=${reports}/moongate.${format[1]}" as String])
    }
    return words
}

@NonCPS
private String command(Map options, List words) {
    String line = options.image ? container(options.image as String) : quoted((options.program ?: 'moongate') as String)
    for (Object word : words) {
        line += ' ' + quoted(word as String)
    }
    return line
}

// The container has no shell, sees the workspace under its own name, and is told about the build.
@NonCPS
private String container(String image) {
    String line = 'docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:$PWD" --workdir "$PWD"'
    for (String name : ['JENKINS_URL', 'BRANCH_NAME', 'BRANCH_IS_PRIMARY', 'CHANGE_ID', 'CHANGE_TARGET', 'CHANGE_FORK', 'CHANGE_BRANCH',
                        'CHANGE_TITLE', 'CHANGE_AUTHOR', 'TAG_NAME', 'GIT_COMMIT', 'GIT_BRANCH',
                        'GIT_PREVIOUS_SUCCESSFUL_COMMIT', 'MOONGATE_BASE', 'MOONGATE_HEAD', 'MOONGATE_DEFAULT_BRANCH', 'MOONGATE_POLICY', 'MOONGATE_SKIP']) {
        line += ' --env ' + name
    }
    return line + ' ' + quoted(image)
}

// Whatever a branch or a folder is called, the shell sees one word.
@NonCPS
private String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'"
}
