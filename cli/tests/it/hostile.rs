//! Scenarios in which DLLs are handed what is wrong on purpose: read, told, found in a DLL in C, and saved.

use insta::assert_snapshot;

use super::{Folder, corpus};

const HOSTILE: &str = "hostile = [\"null-names\", \"unterminated-text\"]\n\
                       steps = [\n  { dial = { port = \"VPN2-0\", user = \"alice\" } },\n]\n";

#[test]
fn unknown_kind_is_refused_with_its_place() {
    let folder = Folder::with("steps = []\nhostile = [\"null-names\", \"untermnated-text\"]\n");
    assert_snapshot!(folder.run(&["run", "a.toml"]).refusal(), @"
    error: a.toml:2:26: hostile[1]: expected unterminated-text, wrong-sizes, null-handles, inconsistent-counts, null-names, found `untermnated-text`; did you mean `unterminated-text`?
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    let folder = Folder::with("steps = []\nhostile = \"null-names\"\n");
    assert_snapshot!(folder.run(&["run", "a.toml"]).refusal(), @r#"
    error: a.toml:2:11: hostile: invalid type: string "null-names", expected an array
    hint: `mockras run --help` shows a scenario
    exit 2
    "#);
}

#[test]
fn hostile_scenario_is_told_in_words_and_in_both_forms() {
    let folder = Folder::with(HOSTILE);
    let ended = folder.run(&["show", "a.toml"]);
    assert_snapshot!(ended.out, @"
    profile    server-2012, Windows Server 2012 and later (default)
    hostile    unterminated-text: text fills its array to the last unit, and no NUL ends it
    hostile    null-names: the address functions of native DLLs get NULL for names
    dll        none named: accept-all, unless --dll says otherwise

    steps
        1  alice dials in on VPN2-0
    ");
    let run = folder.run(&["run", "a.toml", "--format", "text", "--format", "json=run.json"]);
    assert!(run.out.starts_with("mockras transcript 1\nprofile  server-2012\nhostile  unterminated-text\n"));
    let json = folder.read("run.json");
    assert!(json.contains("\"hostile\": [\"unterminated-text\", \"null-names\"],\n\"dlls\""), "{json}");
    let file = corpus("hostile/structures.toml");
    let plain = Folder::new().run(&["check", &file.to_string_lossy()]);
    assert_eq!(plain.code, Some(0), "{}", plain.out);
}

#[cfg(unix)]
mod native {
    use mockras::ras::Hostile;
    use mockras::scenario::Case;

    use super::Folder;
    use mockras_testing::small::dll;

    /// Copies the user's name as wcscpy does, with a function pointer behind the copy.
    const COPIES: &str = r"
        struct { unsigned short name[257]; void (*volatile greet)(void); } user;
        static void greet(void) {}
        static void copy(volatile unsigned short *to, const unsigned short *from) {
            while ((*to++ = *from++)) {}
        }
        #define ACCEPT user.greet = greet; \
            copy(user.name, (unsigned short *)((char *)c0 + 2 * sizeof(void *) + 526)); user.greet()";

    /// Reads the first unit of the user's name.
    const READS: &str = r"
        unsigned MprAdminGetIpAddressForUser(unsigned short *user, void *port, unsigned *address, int *notify) {
            *notify = *user == 7;
            return 0;
        }
        void MprAdminReleaseIpAddress(void *user, void *port, unsigned *address) {}";

    /// Counts the units of the user's name, as wcslen does.
    const COUNTS: &str = r"
        static unsigned count(const volatile unsigned short *text) {
            unsigned units = 0;
            while (*text++) units++;
            return units;
        }
        #define ACCEPT count((unsigned short *)((char *)c0 + 2 * sizeof(void *) + 526))";

    /// Dies of padding behind the name of the computer that is not zero.
    const WANTS_ZERO: &str = r"
        static void look(const char *at, const char *end) {
            while (at < end) if (*at++) *(volatile int *)16 = 0;
        }
        #define ACCEPT look((char *)c0 + 2 * sizeof(void *) + 1106, \
            (char *)c0 + (sizeof(void *) == 8 ? 1128 : 1116))";

    fn path(name: &str, code: &str) -> String {
        dll(name, code)
    }

    #[test]
    fn copy_of_an_endless_name_is_found_and_saved_as_the_smallest() {
        let gate = path("copies", COPIES);
        let folder = Folder::new();
        let flags =
            ["fuzz", "--dll", &gate, "--profile", "server-2012", "--rule", "RUN-01", "--cases", "120"];
        let strict = folder.run(&[&flags[..], &["--tier", "strict", "--save", "strict"]].concat());
        assert_eq!(strict.code, Some(0), "{}{}", strict.out, strict.err);
        let ended = folder.run(&[&flags[..], &["--tier", "paranoid", "--save", "found"]].concat());
        assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.err);
        assert!(ended.out.contains("needs tier paranoid"), "{}", ended.out);
        let names = std::fs::read_dir(folder.path("found")).expect("the folder is there");
        let cases: Vec<Case> =
            names.map(|name| Case::load(name.expect("a file").path()).expect("a whole case")).collect();
        let accept = cases.iter().find(|case| case.found.signature.starts_with("RUN-01 "));
        let Case { scenario, found } = accept.unwrap_or_else(|| panic!("it copies there: {cases:?}"));
        assert_eq!(scenario.hostile, [Hostile::UnterminatedText].into_iter().collect());
        assert_eq!((scenario.steps.len(), found.tier.as_str()), (1, "paranoid"), "{}", scenario.to_toml());
        let file = std::fs::read_dir(folder.path("found")).expect("it is there").next().expect("a case");
        let file = file.expect("a file").path();
        let replay = folder.run(&["replay", file.to_str().expect("UTF-8"), "--allow-dll", "/"]);
        assert_eq!(replay.code, Some(1), "{}{}", replay.out, replay.err);
    }

    #[test]
    fn endless_name_leads_past_the_padding_of_its_structure() {
        let counts = path("counts", COUNTS);
        let text = format!(
            "hostile = [\"unterminated-text\"]\nsteps = [{{ dial = {{ port = \"VPN2-0\", user = \"alice\" }} }}]\n\
             [[dll]]\npath = {counts:?}\n"
        );
        let [first, again] =
            [(); 2].map(|()| Folder::with(&text).run(&["check", "a.toml", "--allow-dll", "/"]).out);
        assert_eq!(first, again);
        let found = first.contains("RUN-01") && first.contains("past the end of RAS_CONNECTION_0");
        assert!(found, "{first}");
    }

    #[test]
    fn padding_is_zero_where_text_ends_and_letters_where_it_does_not() {
        let looks = path("looks", WANTS_ZERO);
        for options in ["", "guard = \"off\"\nafter-call = \"keep\"\n"] {
            for (kind, code) in [("null-handles", 0), ("unterminated-text", 1)] {
                let text = format!(
                    "hostile = [{kind:?}]\nsteps = [{{ dial = {{ port = \"VPN2-0\", user = \"alice\" }} }}]\n\
                     [[dll]]\npath = {looks:?}\n{options}"
                );
                let ended = Folder::with(&text).run(&["check", "a.toml", "--allow-dll", "/"]);
                assert_eq!(ended.code, Some(code), "{kind} {options}: {}{}", ended.out, ended.err);
            }
        }
    }

    #[test]
    fn name_that_is_null_is_handed_to_a_native_dll() {
        let reads = path("reads", READS);
        let run = |text: &str| Folder::with(text).run(&["run", "a.toml", "--dll", &reads]).out;
        let wrong = run(super::HOSTILE);
        assert!(wrong.contains(", near NULL, in "), "{wrong}");
        let sound = run(&super::HOSTILE.replace("\"null-names\", ", ""));
        assert!(!sound.contains(" !! ") && sound.contains("notify=FALSE"), "{sound}");
    }
}
