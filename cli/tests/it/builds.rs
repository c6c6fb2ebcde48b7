//! `mockras diff --old A --new B`: what a new build of a DLL does differently.

use insta::assert_snapshot;
use mockras_testing::small::dll;

use super::{DIAL, Ended, Folder};

/// One scenario of the user's, and nothing else.
const OWN: [&str; 4] = ["a.toml", "--no-corpus", "--cases", "0"];

const BOB: &str = "steps = [{ dial = { port = \"VPN2-0\", user = \"bob\" } }]\n";

fn diff(folder: &Folder, old: &str, new: &str, more: &[&str]) -> Ended {
    folder.run(&[&["diff", "--old", old, "--new", new], more].concat())
}

/// The kinds of differences, in the order of the report.
fn kinds(ended: &Ended) -> Vec<&str> {
    ended.out.lines().filter_map(|line| line.strip_prefix("difference: ")).collect()
}

fn last_line(ended: &Ended) -> &str {
    ended.err.lines().last().unwrap_or_default()
}

#[test]
fn kind_of_difference_is_told_once_with_the_lines_that_differ() {
    let folder = Folder::with(BOB).file("b.toml", BOB.replace("VPN2-0", "VPN2-1"));
    let more = ["a.toml", "b.toml", "--no-corpus", "--cases", "0"];
    let ended = diff(&folder, "stock:refuse-user,users=bob", "stock:refuse-user,users=mallory", &more);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert_snapshot!(ended.out, @r#"
    difference: AcceptNewConnectionEx: FALSE -> TRUE
      scenario   a.toml (1 step)
      where      step 1
      shows in   2 of 2 scenarios
                 0.000  step   1      { dial = { port = "VPN2-0", user = "bob" } }
                 0.000  c1            authenticated handle=65537 interface=131073 interface-name=bob user=bob guid=6d6f636b-7261-7340-8000-000000000001 ipcp-options=1 lcp-options=6 ccp-algorithm=6 ccp-options=65
                 0.000  c1            ipv4 address=10.0.0.2
      old        0.000  call   conn/1 AcceptNewConnectionEx          c1 server-ipv4=10.0.0.1 client-ipv4=10.0.0.2 = FALSE
      new        0.000  call   conn/1 AcceptNewConnectionEx          c1 server-ipv4=10.0.0.1 client-ipv4=10.0.0.2 = TRUE
      replay     mockras run a.toml --dll 'stock:refuse-user,users=bob'
                 mockras run a.toml --dll 'stock:refuse-user,users=mallory'

    mockras 0.1.0: 2 scenarios played with both builds (2 written, 0 generated with seed 1)
    old: stock:refuse-user,users=bob
    new: stock:refuse-user,users=mallory
    "#);
    assert_eq!(last_line(&ended), "RESULT: FAIL (1 difference)");
    assert!(!folder.names().contains(&"mockras-diff".to_owned()), "nothing was to be saved");
}

#[test]
fn build_behaves_as_itself_over_corpus_and_generated_scenarios() {
    let folder = Folder::new();
    let ended = diff(&folder, "stock:address-pool", "stock:address-pool", &["--cases", "60"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(last_line(&ended).starts_with("RESULT: PASS (the builds behave alike in "), "{}", ended.err);
    assert!(ended.out.contains("60 generated with seed 1"), "{}", ended.out);
    assert!(ended.out.contains("left out: "), "{}", ended.out);
    assert!(!ended.out.contains("--hostile"), "there is no such flag: {}", ended.out);
    assert!(folder.names().is_empty());
}

#[test]
fn generated_scenario_is_made_smaller_and_saved_and_shows_it_again() {
    let folder = Folder::new();
    let (old, new) = ("stock:address-pool", "stock:address-pool,size=2");
    let ended = diff(&folder, old, new, &["--no-corpus", "--cases", "200"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let kind = "GetIpAddressForUser: NO_ERROR with an address of its own -> ERROR_PPP_NO_ADDRESS_ASSIGNED";
    let (_, told) = ended.out.split_once(kind).unwrap_or_else(|| panic!("{}", ended.out));
    let file = told.split_whitespace().nth(1).expect("the file of the scenario");
    assert!(file.starts_with("mockras-diff/getipaddressforuser-") && file.ends_with(".toml"), "{file}");
    let saved = folder.read(file);
    assert!(saved.starts_with(&format!("# {kind}\n# `mockras diff`, made of case ")), "{saved}");
    assert_eq!(saved.matches("dial").count(), 3, "{saved}");
    assert!(told.contains(&format!("mockras run {file} --dll {old}\n")), "{told}");
    // The commands that it prints show the difference.
    let [of_old, of_new] = [old, new].map(|dll| folder.run(&["run", file, "--dll", dll]).out);
    assert!(
        !of_old.contains("ERROR_PPP_NO_ADDRESS_ASSIGNED") && of_new.contains("ERROR_PPP_NO_ADDRESS_ASSIGNED")
    );
    // So does a comparison of that scenario alone.
    let alone = diff(&folder, old, new, &[file, "--no-corpus", "--cases", "0"]);
    assert_eq!(kinds(&alone), [kind]);
}

#[test]
fn report_is_the_same_on_any_number_of_jobs_in_both_forms() {
    let folder = Folder::new();
    let all = |jobs: &str, json: &str| {
        let more = ["--cases", "300", jobs, "--format", "text", "--format", json];
        diff(&folder, "stock:accept-all", "stock:session-log", &more).out
    };
    assert_eq!(all("-j1", "json=1.json"), all("-j3", "json=3.json"));
    let json = folder.read("1.json");
    assert_eq!(json, folder.read("3.json"));
    for part in ["\"mockras-diff\": 1,", "\"differences\": [", "\"unsteady\": []", "\"ending\": \"differ\""] {
        assert!(json.contains(part), "{part}: {json}");
    }
    assert!(json.contains("\"kind\": \"GetIpAddressForUser: exported -> not exported\""), "{json}");
}

// On Windows to abort is to exit, and not to crash.
#[test]
#[cfg(unix)]
fn name_of_the_file_and_place_of_a_crash_are_no_difference() {
    let old = dll("crash_here", "static void here(void) { abort(); }\n#define ACCEPT here()");
    let new =
        dll("crash_there", "static void there(void) { *(volatile int *)8 = 1; }\n#define ACCEPT there()");
    let ended = diff(&Folder::with(DIAL), &old, &new, &OWN);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let hangs = dll("hang_instead", "#define ACCEPT for (;;) pause()");
    let ended = diff(&Folder::with(DIAL), &old, &hangs, &[&OWN[..], &["--timeout", "300ms"]].concat());
    assert_eq!(kinds(&ended), ["AcceptNewConnection: crash -> hang"]);
    assert!(ended.out.contains("--timeout 300ms"), "{}", ended.out);
}

#[test]
fn exports_count_where_they_are_called_and_start_counts() {
    let plain = dll("plain", "");
    let idle = dll("unused_export", "int ENTRY MprAdminAcceptTunnelEndpointChangeEx(void *c) { return 1; }");
    assert_eq!(diff(&Folder::with(DIAL), &plain, &idle, &OWN).code, Some(0));
    let pool = "unsigned ENTRY MprAdminGetIpAddressForUser(void *u, void *p, unsigned *a, int *n) { *n = 0; return 0; }\n\
                void ENTRY MprAdminReleaseIpAddress(void *u, void *p, unsigned *a) {}";
    let pool = dll("with_addresses", pool);
    let ended = diff(&Folder::with(DIAL), &plain, &pool, &OWN);
    assert_eq!(kinds(&ended), ["GetIpAddressForUser: not exported -> exported"]);
    let refuses = dll("refuses_to_start", "#define INITIALIZE return 5");
    let ended = diff(&Folder::with(DIAL), &plain, &refuses, &OWN);
    let kind = "InitializeDll: NO_ERROR -> ERROR_ACCESS_DENIED, and the service does not start";
    assert_eq!((ended.code, kinds(&ended)), (Some(1), vec![kind]));
    let ended = diff(&Folder::with(DIAL), &refuses, &refuses, &OWN);
    assert_eq!(ended.code, Some(4));
    assert_eq!(last_line(&ended), "RESULT: FAIL (the service did not start in any scenario)");
}

#[test]
fn build_that_is_not_the_same_twice_is_no_change() {
    let moody = "#define ACCEPT FILE *f = fopen(\"seen\", \"r\"); if (!f) { fclose(fopen(\"seen\", \"w\")); return 0; } fclose(f)";
    let ended = diff(&Folder::with(DIAL), &dll("steady", ""), &dll("moody", moody), &OWN);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let advice =
        "advice: the new build does not do the same twice: AcceptNewConnection: FALSE or TRUE (1 scenario)\n";
    assert!(ended.out.contains(advice), "{}", ended.out);
    assert!(kinds(&ended).is_empty());
}

#[test]
fn what_shows_nothing_is_inconclusive() {
    let silent = "stock:silent";
    let folder = Folder::with("steps = []\n");
    let ended = diff(&folder, silent, silent, &["--no-corpus", "--cases", "0"]);
    assert_snapshot!(ended.err_and_code(), @"
    RESULT: INCONCLUSIVE (no scenario was played)
    exit 3
    ");
    assert_snapshot!(diff(&folder, silent, silent, &OWN).err_and_code(), @"
    1 of 1 scenarios
    RESULT: INCONCLUSIVE (no build was asked anything but to start and stop)
    exit 3
    ");
    #[cfg(unix)]
    {
        let killed = dll("shot_in_diff", "#include <signal.h>\n#define ACCEPT kill(getpid(), SIGKILL)");
        let ended = diff(&Folder::with(DIAL), &dll("alive", ""), &killed, &OWN);
        assert_eq!((ended.code, last_line(&ended)), (Some(3), "RESULT: INCONCLUSIVE (a run was cut short)"));
    }
}

#[test]
fn build_that_cannot_be_loaded_ends_the_command() {
    assert_snapshot!(diff(&Folder::with(DIAL), "stock:silent", "./gone.so", &OWN).refusal(), @"
    error: ./gone.so: there is no such file
    RESULT: FAIL (gone cannot be loaded)
    exit 4
    ");
}

#[test]
fn wrong_usage_leads_to_the_right_one() {
    let folder = Folder::with(DIAL).file("a.txt", "nothing");
    assert_snapshot!(folder.run(&["diff", "--dll", "stock:silent", "--dll", "stock:accept-all"]).refusal(), @"
    error: expected two scenarios or transcripts; the 2 DLLs of --dll are loaded together, and not compared
    hint: to compare two builds of a DLL: mockras diff --old v1/libgate.so --new v2/libgate.so
    exit 2
    ");
    let both = ["diff", "a.toml", "a.toml", "--dll", "stock:silent", "--dll", "stock:accept-all"];
    assert_snapshot!(folder.run(&both).err_and_code(), @"
    note: the 2 DLLs of --dll are loaded together; to compare two builds of a DLL: mockras diff --old v1/libgate.so --new v2/libgate.so
    exit 0
    ");
    assert_snapshot!(folder.run(&["diff", "a.toml"]).refusal(), @"
    error: expected two scenarios or transcripts, or --old and --new, found one path
    hint: to compare two builds of a DLL: mockras diff --old v1/libgate.so --new v2/libgate.so
    exit 2
    ");
    assert_snapshot!(diff(&folder, "stock:silent", "stock:silent", &["--dll", "stock:silent"]).refusal(), @"
    error: expected --old and --new alone, found --dll or --dll-path as well
    hint: each scenario is played with one build and then with the other, in the place of its DLLs
    exit 2
    ");
    assert_snapshot!(diff(&folder, "stock:silent", "stock:silent", &["a.txt"]).refusal(), @"
    error: a.txt: expected a scenario beside --old and --new, found no name that ends in .toml
    exit 2
    ");
    assert_snapshot!(diff(&folder, "stock:silent", "stock:silent", &["--save", "a.txt"]).refusal(), @"
    error: a.txt: cannot be written: expected a folder, found a file
    exit 2
    ");
    for alone in [&["diff", "--old", "stock:silent"], &["diff", "--new", "stock:silent"]] {
        let ended = folder.run(alone);
        assert!(ended.code == Some(2) && ended.err.contains("required arguments"), "{}", ended.err);
    }
    let ended = folder.run(&["diff", "a.toml", "a.toml", "--cases", "3"]);
    assert!(ended.code == Some(2) && ended.err.contains("--old <DLL>"), "{}", ended.err);
}

#[test]
fn builds_take_the_place_of_dlls_that_the_environment_names() {
    let folder = Folder::with(DIAL).environment("MOCKRAS_DLL", "stock:silent;stock:address-pool");
    let ended = diff(&folder, "stock:accept-all", "stock:accept-all", &OWN);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("old: stock:accept-all\n"), "{}", ended.out);
}
