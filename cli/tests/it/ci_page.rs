//! The page about CI: its workflows are run as GitHub and GitLab run them, with a release, a team and a night made up
//! here.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use mockras_testing::source::{blocks, read, root};
use yaml_rust2::{Yaml, YamlLoader};

use super::{Ended, Folder, ended};

/// The DLL of the tutorial, whose `MprAdminTerminateDll` returns what `terminated` says.
fn gate(terminated: &str, sessions: u32) -> String {
    let page = read("docs/tutorial/first-c-dll.md");
    let (_, _, code) = blocks(&page).into_iter().find(|(_, language, _)| language == "c").expect("a DLL");
    assert!(code.contains("return TRUE;\n}\n\n__declspec(dllexport) BOOL"), "the mistake of the tutorial");
    code.replacen("return TRUE;", &format!("return {terminated};"), 1)
        .replace("sessions == 2", &format!("sessions == {sessions}"))
}

/// The workflow of the page for one host.
fn workflow(host: &str) -> Yaml {
    let page = read("docs/how-to/ci.md");
    let marked = format!("<!-- workflow: {host} -->");
    let (_, _, text) = blocks(&page).into_iter().find(|(above, ..)| *above == marked).expect("a workflow");
    // A night is shortened: what is tested is that the command is one.
    let text = text.replace("--time 30m", "--cases 60");
    YamlLoader::load_from_str(&text).expect("it is YAML").remove(0)
}

/// Text at a path of keys.
fn text(yaml: &Yaml, keys: &[&str]) -> String {
    let found = keys.iter().fold(yaml, |yaml, key| &yaml[*key]);
    found.as_str().unwrap_or_else(|| panic!("no text at {keys:?}")).to_owned()
}

/// A checkout of the team's project on a machine of CI, where `curl` gets what a release holds.
struct Machine {
    folder: Folder,
    variables: BTreeMap<String, String>,
}

impl Machine {
    /// With the source of the DLL. Scenarios, golden files and saved cases are those of earlier days.
    fn with(source: &str) -> Self {
        let folder = Folder::new().file("gate.c", gate("TRUE", 2));
        for name in ["tests/scenarios", "bin", "release/mockras-0/include"] {
            fs::create_dir_all(folder.path(name)).expect("a folder can be made");
        }
        let page = read("docs/tutorial/first-c-dll.md");
        let (.., scenario) =
            blocks(&page).into_iter().find(|(_, language, _)| language == "toml").expect("one");
        fs::write(folder.path("tests/scenarios/third-user.toml"), scenario).expect("it can be written");
        let machine =
            Self { folder, variables: BTreeMap::from([("MOCKRAS".to_owned(), "0.1.0".to_owned())]) };
        machine.install_fakes();
        // Once a campaign found what is wrong with the first build, and a golden file was made of the second.
        let include = root().join("include");
        let compile =
            format!("cc -shared -fPIC -fshort-wchar -g -I '{}' -o libgate.so gate.c", include.display());
        machine.succeeds(&compile);
        let found = machine.shell("mockras fuzz --dll ./libgate.so --cases 30 --save tests/mockras-cases");
        assert_eq!(found.code, Some(1), "{}{}", found.out, found.err);
        fs::write(machine.folder.path("gate.c"), gate("NO_ERROR", 2)).expect("it can be written");
        machine.succeeds(&compile);
        machine.succeeds("mockras check tests/scenarios --dll ./libgate.so --profile server-2012 --golden tests/golden --update");
        fs::write(machine.folder.path("gate.c"), source).expect("it can be written");
        machine.succeeds("rm libgate.so");
        machine
    }

    /// What is downloaded is an archive made of this build, and the date is always the same.
    fn install_fakes(&self) {
        let program = env!("CARGO_BIN_EXE_mockras");
        let release = self.folder.path("release");
        self.script(
            "curl",
            &format!(
                "for word; do case $word in https://*) cp '{}'/\"${{word##*/}}\" . ;; esac; done",
                release.display()
            ),
        );
        self.script("date", "echo 20260105");
        self.script("mockras", &format!("exec '{program}' \"$@\""));
        let names =
            self.shell_in("release", &format!("'{}'/scripts/release.sh --names", root().display())).out;
        let (_, archive) = names
            .lines()
            .find_map(|line| line.strip_prefix("x86_64-unknown-linux-gnu").map(|rest| ("", rest.trim())))
            .expect("a name");
        let pack = format!(
            "cp -R '{0}/include/.' mockras-0/include && cp ../bin/mockras mockras-0/ && tar -czf {archive} mockras-0 && \
             sha256sum {archive} > SHA256SUMS",
            root().display()
        );
        let packed = self.shell_in("release", &pack);
        assert_eq!(packed.code, Some(0), "{}", packed.err);
    }

    fn script(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.folder.path("bin").join(name);
        fs::write(&path, format!("#!/bin/bash\n{text}\n")).expect("it can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be made a program");
    }

    /// Runs a script as GitHub does, with what earlier ones have put into its files.
    fn shell(&self, script: &str) -> Ended {
        self.shell_in(".", script)
    }

    fn shell_in(&self, folder: &str, script: &str) -> Ended {
        let mut command = Command::new("bash");
        command.args(["-e", "-o", "pipefail", "-c", script]);
        self.folder.furnish(&mut command);
        let added = fs::read_to_string(self.folder.path("github-path")).unwrap_or_default();
        let mut path: Vec<String> = added.lines().map(str::to_owned).collect();
        path.push(self.folder.path("bin").display().to_string());
        path.push(std::env::var("PATH").unwrap_or_default());
        command.env("PATH", path.join(":")).env("GITHUB_PATH", self.folder.path("github-path"));
        command.envs(&self.variables).current_dir(self.folder.path(folder));
        ended(&mut command, b"")
    }

    fn succeeds(&self, script: &str) {
        let ended = self.shell(script);
        assert_eq!(ended.code, Some(0), "{script}\n{}{}", ended.out, ended.err);
    }

    /// Runs a job: the name of each step that runs something, with the exit code. As on the page, all steps run.
    fn github(&self, job: &str) -> Vec<(String, Option<i32>)> {
        let workflow = workflow("github");
        assert_eq!(text(&workflow, &["env", "MOCKRAS"]), self.variables["MOCKRAS"]);
        let steps = workflow["jobs"][job]["steps"].as_vec().expect("steps").clone();
        let runs = steps.iter().filter(|step| !step["run"].is_badvalue());
        runs.map(|step| (text(step, &["name"]), self.shell(&text(step, &["run"])).code)).collect()
    }

    /// Runs a job: all its lines in one shell.
    fn gitlab(&self, job: &str) -> Ended {
        let workflow = workflow("gitlab");
        assert_eq!(text(&workflow, &["variables", "MOCKRAS"]), self.variables["MOCKRAS"]);
        let lines = |yaml: &Yaml| {
            let lines = yaml.as_vec().expect("lines").iter();
            lines.map(|line| format!("{}\n", line.as_str().expect("a line"))).collect::<String>()
        };
        let before = lines(&workflow[text(&workflow, &[job, "extends"]).as_str()]["before_script"]);
        self.shell(&(before + &lines(&workflow[job]["script"])))
    }

    /// The steps of a job that do not end with 0.
    fn red(&self, job: &str) -> Vec<(String, Option<i32>)> {
        let mut steps = self.github(job);
        assert!(steps.len() >= 4, "{steps:?}");
        steps.retain(|(_, code)| *code != Some(0));
        steps
    }
}

#[test]
fn workflow_for_github_passes_with_a_sound_dll() {
    let machine = Machine::with(&gate("NO_ERROR", 2));
    assert_eq!(machine.red("judge"), []);
    assert!(machine.folder.read("mockras.xml").contains("<testsuite"));
    assert!(machine.folder.read("mockras.sarif").contains("\"runs\""));
}

#[test]
fn workflow_for_github_is_red_where_the_dll_is_wrong() {
    let machine = Machine::with(&gate("TRUE", 2));
    let steps = ["Judge it", "Compare our scenarios", "What was found before stays fixed"];
    assert_eq!(machine.red("judge"), steps.map(|step| (step.to_owned(), Some(1))));
    let machine = Machine::with(&gate("NO_ERROR", 3));
    assert_eq!(machine.red("judge"), [("Compare our scenarios".to_owned(), Some(1))]);
}

#[test]
fn night_on_github_keeps_its_cases() {
    let machine = Machine::with(&gate("NO_ERROR", 2));
    assert_eq!(machine.red("fuzz"), []);
    assert!(machine.folder.read("fuzz.json").contains("20260105"), "the seed is the date");
    let machine = Machine::with(&gate("TRUE", 2));
    let steps = ["Fuzz", "What earlier nights found"];
    assert_eq!(machine.red("fuzz"), steps.map(|step| (step.to_owned(), Some(1))));
    assert!(fs::read_dir(machine.folder.path("mockras-cases")).expect("a folder").count() > 0);
}

#[test]
fn workflow_for_gitlab_passes_with_a_sound_dll_and_no_other() {
    let machine = Machine::with(&gate("NO_ERROR", 2));
    for job in ["judge", "fuzz"] {
        let ended = machine.gitlab(job);
        assert_eq!(ended.code, Some(0), "{job}\n{}{}", ended.out, ended.err);
        machine.succeeds("rm -r mockras");
    }
    assert!(machine.folder.read("mockras.xml").contains("<testsuite"));
    let machine = Machine::with(&gate("TRUE", 2));
    assert_eq!(machine.gitlab("judge").code, Some(1));
}

#[test]
fn list_of_commands_is_what_the_workflows_run() {
    let page = read("docs/how-to/ci.md");
    let (.., commands) =
        blocks(&page).into_iter().find(|(_, language, _)| language == "sh").expect("commands");
    let jobs = &workflow("github")["jobs"]["judge"]["steps"];
    let runs: Vec<String> = jobs
        .as_vec()
        .expect("steps")
        .iter()
        .skip(2)
        .filter_map(|step| step["run"].as_str().map(str::to_owned))
        .collect();
    let commands = commands.replace(" \\\n  ", " ");
    assert_eq!(runs, commands.lines().map(str::to_owned).collect::<Vec<_>>());
}
