//! What two builds of a DLL do differently: which differences count, and what each is called.

use mockras::pipeline::{InProcess, Runner};
use mockras::scenario::Scenario;
use mockras::transcript::{Change, Transcript, first_change};

/// The transcript of a dial that a pool gives an address, and that writes a journal.
fn pool() -> String {
    let scenario = r#"
        steps = [{ dial = { port = "VPN2-0", user = "alice" } }, { hang-up = { port = "VPN2-0" } }]
        [[dll]]
        stock = "address-pool"
        [[dll]]
        stock = "session-log"
    "#;
    let scenario = Scenario::parse(scenario, "pool.toml").expect("a scenario");
    InProcess.run(&scenario).to_string()
}

/// The transcript with this in the place of that, which is there.
fn with(text: &str, this: &str, that: &str) -> Transcript {
    assert!(text.contains(this), "{this} is not in {text}");
    Transcript::parse_text(&text.replacen(this, that, 1)).expect("a transcript")
}

fn parsed(text: &str) -> Transcript {
    Transcript::parse_text(text).expect("a transcript")
}

/// What changes if this is replaced by that.
fn change(this: &str, that: &str) -> Option<Change> {
    let text = pool();
    first_change(&parsed(&text), &with(&text, this, that))
}

fn kind(this: &str, that: &str) -> String {
    change(this, that).unwrap_or_else(|| panic!("{this} -> {that} is no change")).kind
}

#[test]
fn header_names_and_exports_are_no_behaviour() {
    for (this, that) in [
        ("dll 1    address-pool", "dll 1    pool-of-mine"),
        ("all but InitializeDllEx", "all but InitializeDllEx ValidatePreAuthenticatedConnectionEx"),
        ("profile  server-2012", "profile  server-2008"),
    ] {
        assert_eq!(change(this, that), None, "{this} -> {that}");
    }
}

#[test]
fn place_of_a_crash_is_no_behaviour_and_its_kind_is() {
    let text =
        pool().replace("= TRUE", "!! crash: SIGSEGV reading address 0x8, near NULL, in store (gate.c:41)");
    let moved = text.replace("store (gate.c:41)", "keep (gate.c:57)").replace("address 0x8", "address 0x10");
    assert_ne!(text, moved);
    assert_eq!(first_change(&parsed(&text), &parsed(&moved)), None);
    let hangs = text.replacen(
        "crash: SIGSEGV reading address 0x8, near NULL, in store (gate.c:41)",
        "hang: did not return in 2s",
        1,
    );
    let change = first_change(&parsed(&text), &parsed(&hangs)).expect("a change");
    assert_eq!(change.kind, "AcceptNewConnectionEx: crash -> hang");
}

#[test]
fn kinds_of_changes_have_names() {
    let granted = "= NO_ERROR address=10.8.0.10 notify=TRUE";
    for (this, that, expected) in [
        ("= TRUE", "= FALSE", "AcceptNewConnectionEx: TRUE -> FALSE"),
        ("= TRUE", "= 2", "AcceptNewConnectionEx: TRUE -> 2"),
        (
            granted,
            "= ERROR_ACCESS_DENIED address=10.0.0.2 notify=FALSE",
            "GetIpAddressForUser: NO_ERROR with an address of its own -> ERROR_ACCESS_DENIED",
        ),
        (
            granted,
            "= NO_ERROR address=10.0.0.2 notify=TRUE",
            "GetIpAddressForUser: NO_ERROR with an address of its own -> NO_ERROR with the offered address",
        ),
        (
            granted,
            "= NO_ERROR address=0.0.0.0 notify=TRUE",
            "GetIpAddressForUser: NO_ERROR with an address of its own -> NO_ERROR without an address",
        ),
        (granted, "= NO_ERROR address=10.8.0.11 notify=TRUE", "GetIpAddressForUser: another address"),
        (
            granted,
            "= NO_ERROR address=10.8.0.10 notify=FALSE",
            "GetIpAddressForUser: bNotifyRelease TRUE -> FALSE",
        ),
        (
            "= TRUE",
            "= TRUE scribbled=RAS_CONNECTION_0.dwInterfaceType:0x0->0x1",
            "AcceptNewConnectionEx: writes something else into its input",
        ),
        (
            "service       running",
            "service       not-started",
            "InitializeDll: service running -> service not-started, and the service does not start",
        ),
    ] {
        assert_eq!(kind(this, that), expected);
    }
}

#[test]
fn notes_and_deeds_of_a_dll_are_behaviour() {
    let text = pool();
    let note = text.lines().find(|line| line.contains(" note: ")).expect("session-log has notes").to_owned();
    let changed = kind(&note, &(note.clone() + " and more"));
    assert!(changed.ends_with(": another note"), "{changed}");
    let gone = kind(&(note.clone() + "\n"), "");
    assert!(gone.ends_with(": note -> nothing"), "{gone}");
    let come = first_change(&with(&text, &(note + "\n"), ""), &parsed(&text)).expect("a change");
    assert!(come.kind.ends_with(": nothing -> note"), "{}", come.kind);
}

#[test]
fn call_that_is_missing_is_told_with_the_export_that_is() {
    let scenario = |table: &str| {
        let text = format!(
            "steps = [{{ dial = {{ port = \"VPN2-0\", user = \"alice\" }} }}]\n[[dll]]\nstock = \"accept-all\"\naddresses = {table}\n"
        );
        InProcess.run(&Scenario::parse(&text, "a.toml").expect("a scenario"))
    };
    let (with, without) = (scenario("true"), scenario("false"));
    let gone = first_change(&with, &without).expect("a change");
    assert_eq!(gone.kind, "GetIpAddressForUser: exported -> not exported");
    assert_eq!(gone.step, 1);
    assert!(gone.old.as_ref().is_some_and(|line| line.contains("GetIpAddressForUser")), "{gone:?}");
    assert!(gone.new.as_ref().is_some_and(|line| line.contains("ipv4 address=")), "{gone:?}");
    assert_eq!(gone.before.len(), 3);
    let come = first_change(&without, &with).expect("a change");
    assert_eq!(come.kind, "GetIpAddressForUser: not exported -> exported");
}

#[test]
fn transcript_that_ends_earlier_differs_at_its_end() {
    let text = pool();
    let cut = text.lines().take_while(|line| !line.contains("\"stop\"")).map(|line| line.to_owned() + "\n");
    let change = first_change(&parsed(&text), &parsed(&cut.collect::<String>())).expect("a change");
    assert_eq!(change.new, None);
    assert!(change.old.is_some_and(|line| line.contains("\"stop\"")));
}

#[test]
fn what_the_service_says_of_exports_is_no_behaviour() {
    let text = pool();
    let log = "     0.000  log    conn/1 warning exports: it does not export a complete pair\n";
    let said = text.replacen(
        "     0.000  call   conn/1 InitializeDll",
        &(log.to_owned() + "     0.000  call   conn/1 InitializeDll"),
        1,
    );
    assert_ne!(text, said);
    assert_eq!(first_change(&parsed(&text), &parsed(&said)), None);
}
