//! Sources for Windows as their authors write them, compiled with the headers of `include/`: the same transcript comes
//! of the library of this system as of the DLL for Windows. One snapshot is compared on both.

use mockras::pipeline::Runner;
use mockras::scenario::{Dll, Scenario, Span};
use mockras_native::worker::Isolated;
use mockras_testing::assert_snapshot_in;
use mockras_testing::dll::{self, fixtures, program};

/// Users with and without a domain, one of them thrice and in other cases, and some who go.
const VISITORS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { dial = { port = "VPN2-1", user = "Mallory" } },
  { dial = { port = "VPN2-2", user = "Jürgen", domain = "CORP" } },
  { dial = { port = "VPN2-3", user = "ALICE", domain = "CORP" } },
  { dial = { port = "VPN2-4", user = "Alice", domain = "corp" } },
  { wait = "60s" },
  { hang-up = { port = "VPN2-0" } },
  { dial = { port = "VPN2-1", user = "bob", domain = "CORP" } },
]
"#;

/// What a DLL is asked in a scenario, and what it answers and says. Those that hang here do so for ever.
fn played(name: &str, scenario: &str) -> String {
    let file = dll::c(name);
    let mut scenario = Scenario::parse(scenario, "visitors.toml").expect("a scenario");
    scenario.dlls = vec![Dll::file(file.to_str().expect("a path in UTF-8"))];
    let isolated = Isolated::new(program("child"), [""; 0]).timeout(Span { ms: TIMEOUT_MS });
    let transcript = isolated.run(&scenario);
    assert_eq!(isolated.cut(), None, "{name}");
    transcript.to_text()
}

const TIMEOUT_MS: u64 = 3_000;

fn assert_played(name: &str, case: &str, scenario: &str) {
    let short = name.rsplit('/').next().unwrap_or(name);
    assert_snapshot_in("snapshots/windows", &format!("{short}{case}"), &played(name, scenario));
}

#[test]
fn sources_for_windows_are_played_alike_on_every_system() {
    let names: Vec<String> =
        fixtures("windows").into_iter().filter(|name| !name.contains("/unix/")).collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        assert_played(&name, "", VISITORS);
    }
}

/// What only a scenario can set: Windows has the clock and the registry of the machine.
#[cfg(unix)]
mod set {
    use super::{VISITORS, assert_played, played};

    fn at(clock: &str) -> String {
        format!("clock = \"{clock}\"\n{VISITORS}")
    }

    #[test]
    fn clock_decides_who_is_let_in() {
        assert_played("windows/unix/night_gate", "", VISITORS);
        assert_played("windows/unix/night_gate", "_at_night", &at("2026-03-01T21:59:30"));
    }

    /// One child plays both: nothing of the first is left.
    #[test]
    fn clocks_of_two_scenarios_in_one_child_are_their_own() {
        use mockras::pipeline::Runner;
        use mockras::scenario::{Dll, Scenario};
        use mockras_native::worker::Isolated;
        let file = mockras_testing::dll::c("windows/unix/night_gate");
        let isolated = Isolated::new(mockras_testing::dll::program("child"), [""; 0]);
        for (clock, says) in
            [("2031-12-31T23:00:00", "2031-12-31 23:00:00"), ("1999-01-01T07:00:00.5", "1999-01-01 07:00:00")]
        {
            let mut scenario = Scenario::parse(&at(clock), "clock.toml").expect("a scenario");
            scenario.dlls = vec![Dll::file(file.to_str().expect("a path in UTF-8"))];
            let text = isolated.run(&scenario).to_text();
            assert!(text.contains(&format!("note: {says}, tick 3600000, counter 3600, 0, C says")), "{text}");
        }
        assert_eq!(isolated.children().len(), 1, "one child has played both");
    }

    #[test]
    fn registry_of_a_scenario_is_what_the_dll_finds() {
        let shut =
            format!("{VISITORS}\n[registry.'HKEY_LOCAL_MACHINE\\software\\contoso\\rasgate']\nOPEN = 0\n");
        assert_played("windows/registry_gate", "_shut", &shut);
        let other =
            format!("{VISITORS}\n[registry.'HKLM\\SOFTWARE\\Contoso\\RasGate']\nDenyUser = \"jürgen\"\n");
        assert_played("windows/registry_gate", "_other_user", &other);
        let wrong = format!("{VISITORS}\n[registry.'HKLM\\SOFTWARE\\Contoso\\RasGate']\nDenyUser = 7\n");
        assert_eq!(
            played("windows/registry_gate", &wrong),
            played("windows/registry_gate", VISITORS),
            "of another type"
        );
        let list = format!(
            "{VISITORS}\n[registry.'HKCU\\Software\\Contoso\\RasUsers']\nRefused = [\"ALICE\", \"bob\"]\n\
             More = {{ binary = \"0a0b\" }}\nNext = {{ expand = \"%TEMP%\" }}\nLong = {{ qword = 5 }}\n"
        );
        assert_played("windows/user_list", "_in_the_registry", &list);
    }

    #[test]
    fn lock_that_is_left_locked_names_the_callout() {
        assert_played("windows/unix/left_locked", "", VISITORS);
    }

    #[test]
    fn lock_that_is_taken_twice_is_a_hang_with_its_reason() {
        let one = "steps = [ { dial = { port = \"VPN2-0\", user = \"alice\" } } ]\n";
        assert_played("windows/unix/slim_twice", "", one);
    }

    #[test]
    fn handles_left_open_are_counted_and_pauses_noted() {
        assert_played("windows/unix/leaves_open", "", "steps = [ \"start\", \"stop\" ]\n");
    }
}
