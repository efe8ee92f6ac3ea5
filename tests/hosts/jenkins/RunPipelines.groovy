// Executes pipelines with Jenkins Pipeline Unit: RunPipelines.groovy BUILDS LIBRARIES, where BUILDS has one build
// as a JSON object a line:
//
//   {"name", "workspace", "pipeline": text, "env": {…}, "missing": [steps of plugins that are not installed],
//    "cause": of the build, "checkout": what `checkout scm` returns}
//
// and prints for each what came of it: {"name", "result", "error", "steps": [[name, arguments]], "log"}.
//
// Every build runs through Jenkins's continuation transformation (groovy-cps), where code that only looks
// like Groovy fails. `sh` runs a real shell in the workspace, as Jenkins does (`sh -xe`); files, stashes and
// nodes are real; other steps are recorded. Of the declarative syntax, which this version of Pipeline Unit
// does not know, there is what our pipelines use: it has no validation of its own.
import com.lesfurets.jenkins.unit.cps.BasePipelineTestCPS
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Paths

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static com.lesfurets.jenkins.unit.global.lib.LocalSource.localSource

class AbortException extends Exception {
    AbortException(String message) { super(message) }
}

class Build extends BasePipelineTestCPS {
    Map given
    String libraries
    File workspace
    Map env
    String result = 'SUCCESS'
    List steps = []
    StringBuilder log = new StringBuilder()
    int nodes = 0
    File stashes
    List skipped = [false]  // one a stage: whether its `when` said no
    List later = []         // post
    Throwable thrown = null

    void step(String name, Object arguments) { steps << [name, arguments] }

    Object sh(Map arguments) {
        step('sh', arguments)
        File script = File.createTempFile('script', '.sh')
        script.text = arguments.script
        ProcessBuilder builder = new ProcessBuilder('sh', '-xe', script.path).directory(workspace).redirectErrorStream(true)
        builder.redirectInput(new File('/dev/null'))
        env.each { name, value -> builder.environment().put(name, value as String) }
        Process process = builder.start()
        log << process.inputStream.text
        int exit = process.waitFor()
        script.delete()
        if (arguments.returnStatus) { return exit }
        if (exit != 0) { throw new AbortException("script returned exit code ${exit}") }
        return null
    }

    // A step of a plugin that is recorded, or not there.
    void plugin(String name, Closure then = { it }) {
        helper.registerAllowedMethod(name, [Map], { Map arguments ->
            if (given.missing?.contains(name)) {
                throw new NoSuchMethodError("No such DSL method '${name}' found among steps")
            }
            step(name, arguments)
            return then(arguments)
        })
    }

    void nested(List names) {
        names.each { String name -> helper.registerAllowedMethod(name, [Closure], { Closure body -> helper.callClosure(body) }) }
    }

    Object on(String label, Closure body) {
        File before = workspace
        step('node', label)
        if (nodes++ > 0) {
            workspace = new File(before.path + "-node${nodes}")
            workspace.mkdirs()
        }
        try { return helper.callClosure(body) } finally { workspace = before }
    }

    File inside(String path) { new File(workspace, path) }

    void steps() {
        helper.registerAllowedMethod('sh', [Map], { Map arguments -> sh(arguments) })
        helper.registerAllowedMethod('sh', [String], { String script -> sh([script: script]) })
        helper.registerAllowedMethod('echo', [String], { String text -> log << text << '\n' })
        helper.registerAllowedMethod('error', [String], { String text -> throw new AbortException(text) })
        helper.registerAllowedMethod('node', [Closure], { Closure body -> on('', body) })
        helper.registerAllowedMethod('node', [String, Closure], { String label, Closure body -> on(label, body) })
        helper.registerAllowedMethod('withEnv', [List, Closure], { List pairs, Closure body ->
            Map before = new LinkedHashMap(env)
            pairs.each { String pair -> int at = pair.indexOf('='); env.put(pair.substring(0, at), pair.substring(at + 1)) }
            try { return helper.callClosure(body) } finally { env.clear(); env.putAll(before) }
        })
        // The first workspace is what `checkout scm` leaves; another node gets the same.
        helper.registerAllowedMethod('checkout', [Map], { Map what ->
            step('checkout', 'scm')
            if (!inside('.git').exists()) {
                Process copy = ['cp', '-a', "${given.workspace}/.git" as String, workspace.path].execute()
                if (copy.waitFor() != 0) { throw new AbortException(copy.err.text) }
            }
            return new TreeMap(given.checkout ?: [:])
        })
        helper.registerAllowedMethod('parallel', [Map], { Map branches ->
            step('parallel', branches.keySet() as List)
            Throwable first = null
            // All run to their end, whatever one of them throws, as without failFast.
            branches.each { name, body -> try { helper.callClosure(body) } catch (Throwable problem) { first = first ?: problem } }
            if (first) { throw first }
        })
        helper.registerAllowedMethod('stash', [Map], { Map arguments ->
            step('stash', arguments)
            File from = inside(arguments.includes)
            if (from.exists()) {
                File to = new File(new File(stashes, arguments.name), arguments.includes)
                to.parentFile.mkdirs()
                Files.copy(from.toPath(), to.toPath())
            } else if (!arguments.allowEmpty) { throw new AbortException("No files included in stash") }
        })
        helper.registerAllowedMethod('unstash', [String], { String name ->
            step('unstash', name)
            File folder = new File(stashes, name)
            if (folder.exists()) {
                folder.eachFileRecurse { File file ->
                    if (file.isFile()) {
                        File to = inside(folder.toPath().relativize(file.toPath()).toString())
                        to.parentFile.mkdirs()
                        to.bytes = file.bytes
                    }
                }
            }
        })
        helper.registerAllowedMethod('fileExists', [String], { String path -> inside(path).exists() })
        helper.registerAllowedMethod('readFile', [String], { String path -> inside(path).getText('UTF-8') })
        plugin('recordIssues')
        plugin('sarif', { Map arguments -> [symbol: 'sarif'] + arguments })
        plugin('junit')
        plugin('publishChecks')
        plugin('archiveArtifacts')
        declarative()
    }

    void declarative() {
        nested(['options', 'triggers'])
        helper.registerAllowedMethod('agent', [Object], { Object what -> })
        helper.registerAllowedMethod('cron', [String], { String when -> step('cron', when) })
        helper.registerAllowedMethod('pipeline', [Closure], { Closure body ->
            helper.callClosure(body)
            later.each { Closure post -> helper.callClosure(post) }
            if (thrown) { throw thrown }
        })
        helper.registerAllowedMethod('stages', [Closure], { Closure body ->
            try { helper.callClosure(body) } catch (Throwable problem) { thrown = problem; result = 'FAILURE' }
        })
        helper.registerAllowedMethod('stage', [String, Closure], { String name, Closure body ->
            step('stage', name)
            skipped.push(false)
            try { return helper.callClosure(body) } finally { skipped.pop() }
        })
        helper.registerAllowedMethod('when', [Closure], { Closure body -> helper.callClosure(body) })
        helper.registerAllowedMethod('triggeredBy', [String], { String cause -> if (given.cause != cause) { skip() } })
        helper.registerAllowedMethod('branch', [String], { String name -> if (env.BRANCH_NAME != name) { skip() } })
        helper.registerAllowedMethod('changeRequest', [], { -> if (!env.CHANGE_ID) { skip() } })
        helper.registerAllowedMethod('steps', [Closure], { Closure body -> if (!skipped.last()) { helper.callClosure(body) } })
        helper.registerAllowedMethod('post', [Closure], { Closure body -> later << body })
        helper.registerAllowedMethod('always', [Closure], { Closure body -> helper.callClosure(body) })
        helper.registerAllowedMethod('failure', [Closure], { Closure body -> if (result == 'FAILURE') { helper.callClosure(body) } })
        helper.registerAllowedMethod('success', [Closure], { Closure body -> if (result == 'SUCCESS') { helper.callClosure(body) } })
        binding.setVariable('any', 'any')
    }

    void skip() { skipped[skipped.size() - 1] = true }

    Map run() {
        setUp()
        workspace = new File(given.workspace)
        stashes = Files.createTempDirectory('stashes').toFile()
        env = [JENKINS_URL: 'http://ci.example/', JENKINS_HOME: '/var/jenkins', BUILD_NUMBER: '7', CI: 'true'] + (given.env ?: [:])
        steps()
        binding.setVariable('env', env)
        binding.setVariable('scm', [:])
        helper.registerSharedLibrary(library().name('moongate').retriever(localSource(libraries)).targetPath(libraries)
            .defaultVersion('main').allowOverride(true).implicit(false).build())
        File file = File.createTempFile('Jenkinsfile', '')
        file.text = given.pipeline
        String message = null
        try {
            runScript(file.path)
        } catch (Throwable problem) {
            Throwable cause = problem
            while (cause.cause) { cause = cause.cause }
            result = 'FAILURE'
            message = cause instanceof AbortException ? cause.message : "${cause.class.name}: ${cause.message}"
        }
        file.delete()
        stashes.deleteDir()
        return [name: given.name, result: result, error: message, steps: steps, log: log.toString()]
    }
}

PrintStream out = System.out
System.setOut(System.err)  // Pipeline Unit talks
new File(args[0]).eachLine { String line ->
    Map given = new JsonSlurper().parseText(line)
    out.println(JsonOutput.toJson(new Build(given: given, libraries: args[1]).run()))
}
out.flush()
