//! Each finding has a file that shows it; without its cause, it is not there.

use mockras::check::row;
use mockras::model::{Level, export_problems};
use mockras::ras::{Callout, CalloutSet, Policy, Profile};
use mockras_native::binary::near_miss;
use mockras_native::inspect::{FORBIDDEN, Severity, forbidden};

use super::pe::{PROTECTED, Pe};
use super::{REQUIRED, finding, inspected, inspected_for, read, sound, told, without};

#[test]
fn verdict_is_the_one_of_loading() {
    // Every set of the functions that lists demand, besides the rest.
    for bits in 0..1_u32 << REQUIRED.len() {
        let exports: CalloutSet =
            (0..).zip(REQUIRED).filter(|(at, _)| bits & (1 << at) != 0).map(|(_, callout)| callout).collect();
        let pe = exports.iter().fold(Pe::new(), |pe, callout| pe.export(&callout.export()));
        for profile in Profile::ALL {
            let problems = export_problems(exports, profile, &Policy::default());
            let fails = problems.iter().any(|problem| problem.level == Level::Error);
            let inspection = inspected_for(&pe, profile, "");
            assert_eq!(inspection.count(Severity::Error) > 0, fails, "{exports} on {profile}");
        }
    }
}

#[test]
fn missing_function_names_the_lists_that_demand_it() {
    let inspection = inspected(&without(Callout::TerminateDll));
    assert_eq!(told(&inspection), ["error LOAD-10"]);
    let missing = finding(&inspection, "LOAD-10");
    assert_eq!(missing.observed, "it does not export TerminateDll");
    assert!(
        missing
            .open
            .as_deref()
            .is_some_and(|open| open.contains("AMB-02: demanded by the overview and the reference"))
    );

    let no_reauthentication = without(Callout::AcceptReauthentication);
    let soft = inspected(&no_reauthentication);
    assert_eq!(told(&soft), ["warning LOAD-25"]);
    let open = finding(&soft, "LOAD-25").open.clone().unwrap_or_default();
    assert_eq!(open, "AMB-02: demanded by the reference; read as required_exports=agreed");
    let hard = inspected_for(&no_reauthentication, Profile::default(), "required_exports=reference");
    assert_eq!(told(&hard), ["error LOAD-25"]);
    let other = inspected_for(&no_reauthentication, Profile::default(), "required_exports=overview");
    assert_eq!(told(&other), Vec::<String>::new());
}

#[test]
fn missing_functions_are_told_together() {
    let bare = Pe::new().export("MprAdminInitializeDll");
    let inspection = inspected(&bare);
    let observed = &finding(&inspection, "LOAD-10").observed;
    assert_eq!(observed, "it does not export AcceptNewLink, LinkHangupNotification, TerminateDll");
}

#[test]
fn initialisers_are_one_or_the_other() {
    let none = inspected(&without(Callout::InitializeDll));
    assert_eq!(told(&none), ["error LOAD-24"]);
    assert!(finding(&none, "LOAD-24").open.as_deref().is_some_and(|open| open.starts_with("AMB-46")));
    let tolerated =
        inspected_for(&without(Callout::InitializeDll), Profile::default(), "init_missing=tolerate");
    assert_eq!(told(&tolerated), ["warning LOAD-24"]);
    let both = sound().export("MprAdminInitializeDllEx");
    let inspection = inspected(&both);
    assert_eq!(told(&inspection), ["warning LOAD-24", "note INIT-08"]);
    assert!(
        finding(&inspection, "LOAD-24")
            .open
            .as_deref()
            .is_some_and(|open| open.contains("init_both=prefer_ex"))
    );
    let rejected = inspected_for(&both, Profile::default(), "init_both=reject");
    assert_eq!(told(&rejected), ["error LOAD-24"]);
    // Where the Ex form is not known there is one initialiser.
    assert_eq!(told(&inspected_for(&both, Profile::Server2008, "")), ["note LOAD-23"]);
}

#[test]
fn table_may_hold_what_is_not_exported() {
    let pe = Pe::new().export("MprAdminInitializeDllEx").export("MprAdminAcceptNewConnection3");
    let inspection = inspected(&pe);
    assert_eq!(told(&inspection), ["note INIT-08", "note LOAD-12"]);
    assert!(finding(&inspection, "INIT-08").observed.contains("no file shows it"));
    let exports = inspected_for(&pe, Profile::default(), "ex_binding=exports");
    assert_eq!(told(&exports)[..3], ["error LOAD-10", "error LOAD-12", "warning LOAD-10"], "{exports:#?}");
}

#[test]
fn half_pairs_and_crossed_ones() {
    let half = sound().export("MprAdminAcceptNewConnection3");
    let inspection = inspected(&half);
    assert_eq!(told(&inspection), ["warning LOAD-12"]);
    assert_eq!(
        finding(&inspection, "LOAD-12").observed,
        "AcceptNewConnection3 without ConnectionHangupNotification3"
    );
    let one = inspected(&without(Callout::ConnectionHangupNotification2));
    assert_eq!(told(&one), ["error LOAD-12"]);
    assert!(finding(&one, "LOAD-12").observed.ends_with("AcceptNewConnection2 without its other half"));
    let crossed =
        without(Callout::ConnectionHangupNotification2).export("MprAdminConnectionHangupNotification3");
    let inspection = inspected(&crossed);
    assert_eq!(told(&inspection), ["error LOAD-12"]);
    assert!(finding(&inspection, "LOAD-12").observed.ends_with("are of different series (AMB-07)"));
    let allowed = inspected_for(&crossed, Profile::default(), "crossed_pair=allow");
    // Crossed it is complete by this reading, and still no pair that the overview's list counts.
    let warnings = ["warning LOAD-10", "warning LOAD-12"];
    assert!(told(&allowed).iter().all(|told| warnings.contains(&told.as_str())), "{allowed:#?}");
    let whole = half.export("MprAdminConnectionHangupNotification3");
    assert_eq!(told(&inspected(&whole)), Vec::<String>::new());
}

#[test]
fn address_functions_come_in_pairs() {
    for (get, release, row) in [
        ("MprAdminGetIpAddressForUser", "MprAdminReleaseIpAddress", "error LOAD-14"),
        ("MprAdminGetIpv6AddressForUser", "MprAdminReleaseIpv6AddressForUser", "error LOAD-15"),
    ] {
        assert_eq!(told(&inspected(&sound().export(get))), [row]);
        assert_eq!(told(&inspected(&sound().export(get).export(release))), Vec::<String>::new());
    }
    assert_eq!(told(&inspected_for(&sound(), Profile::Server2000, ""))[..1], ["error LOAD-16"]);
}

#[test]
fn decorated_name_is_an_error_unless_the_right_one_is_there() {
    let decorated = without(Callout::AcceptNewLink).x86().export("_MprAdminAcceptNewLink@8");
    let inspection = inspected(&decorated);
    assert_eq!(told(&inspection), ["error LOAD-18", "error LOAD-10"]);
    let named = finding(&inspection, "LOAD-18");
    assert_eq!(named.symbol.as_deref(), Some("_MprAdminAcceptNewLink@8"));
    assert_eq!(named.expected, "MprAdminAcceptNewLink");
    let both = inspected(&sound().x86().export("_MprAdminAcceptNewLink@8"));
    assert_eq!(told(&both), ["note LOAD-18"]);
    let misspelt = inspected(&without(Callout::AcceptNewLink).export("MprAdminAcceptNewLnik"));
    assert_eq!(told(&misspelt), ["error LOAD-10", "warning LOAD-18"]);
    assert_eq!(told(&inspected(&sound().export("MprAdminAcceptNewLnik"))), Vec::<String>::new());
}

#[test]
fn arguments_and_conventions_are_read_from_decorations() {
    let with = |name: &str| told(&inspected(&sound().x86().export(name)));
    assert_eq!(with("_MprAdminInitializeDll@4"), ["error INIT-07", "note LOAD-18"]);
    assert_eq!(with("_MprAdminAcceptNewLink@12"), ["error LOAD-22", "note LOAD-18"]);
    assert_eq!(with("@MprAdminAcceptNewLink@8"), ["error LOAD-22", "note LOAD-18"]);
    assert_eq!(with("?MprAdminAcceptNewLink@@YAHPAX0@Z"), ["error LOAD-22", "note LOAD-18"]);
    assert_eq!(with("?MprAdminAcceptNewLink@@YGHPAX0@Z"), ["note LOAD-18"]);
    // Elsewhere there is one calling convention, and its letter is that of cdecl.
    let x64 = sound().export("?MprAdminAcceptNewLink@@YAHPEAX0@Z");
    assert_eq!(told(&inspected(&x64)), ["note LOAD-18"]);
    let by_value = inspected(&sound().x86().export("_MprAdminConnectionHangupNotification3@800"));
    assert!(finding(&by_value, "LOAD-22").observed.contains("by value"));
}

#[test]
fn legacy_interface_is_dead() {
    let legacy =
        Pe::new().export("RasAdminAcceptNewConnection").export("RasAdminConnectionHangupNotification");
    let inspection = inspected(&legacy);
    assert!(told(&inspection).contains(&"error LOAD-20".to_owned()), "{inspection:#?}");
    assert!(finding(&inspection, "LOAD-20").observed.contains("RasAdminConnectionHangupNotification"));
    let both = inspected(&sound().export("RasAdminReleaseIpAddress"));
    assert_eq!(told(&both), ["note LOAD-20"]);
}

#[test]
fn exports_by_ordinal_alone_are_not_found() {
    let nameless = inspected(&Pe::new().nameless().nameless());
    let ordinals = finding(&nameless, "LOAD-18");
    assert_eq!(ordinals.severity, Severity::Error);
    assert!(ordinals.observed.starts_with("2 without a name (ordinals 1 to 2)"), "{}", ordinals.observed);
    assert_eq!(told(&inspected(&sound().nameless())), ["note LOAD-18"]);
}

#[test]
fn forwarders_lead_elsewhere() {
    let forwarded = without(Callout::TerminateDll).forward("MprAdminTerminateDll", "other.Terminate");
    let inspection = inspected(&forwarded);
    assert_eq!(told(&inspection), ["warning FILE-06"]);
    assert!(finding(&inspection, "FILE-06").observed.contains("other.Terminate"));
    assert_eq!(told(&inspected(&sound().forward("Other", "other.Other"))), Vec::<String>::new());
}

#[test]
fn imports_of_the_service_are_a_risk() {
    let names = ["MprAdminPortEnum", "MprAdminUserGetInfo", "MprAdminBufferFree", "MprConfigServerConnect"];
    let inspection = inspected(&sound().import("mprapi.dll", &names).import("MPRAPI.dll", &names));
    assert_eq!(told(&inspection), ["warning REENTRY-01", "warning REENTRY-02", "note REENTRY-01"]);
    let open: Vec<bool> = inspection.findings.iter().map(|finding| finding.open.is_some()).collect();
    assert_eq!(open, [false, false, true], "AMB-35");
    assert_eq!(told(&inspected(&sound().import("kernel32.dll", &["Sleep"]))), Vec::<String>::new());
}

#[test]
fn debug_runtimes_are_known_by_their_names() {
    let told_of = |library: &str| told(&inspected(&sound().import(library, &["memcpy"])));
    for library in [
        "MSVCRTD.dll",
        "ucrtbased.dll",
        "MSVCR120D.dll",
        "msvcp140d.dll",
        "msvcp140_1d.dll",
        "MSVCP140D_atomic_wait.dll",
        "VCRUNTIME140D.dll",
        "vcruntime140_1d.dll",
        "mfc140ud.dll",
        "concrt140d.dll",
    ] {
        assert_eq!(told_of(library), ["warning FILE-02"], "{library}");
    }
    for library in [
        "msvcrt.dll",
        "ucrtbase.dll",
        "vcruntime140.dll",
        "vcruntime140_1.dll",
        "msvcp140_atomic_wait.dll",
        "mfc140u.dll",
        "mfcd.dll",
        "msvcp.dll",
        "gdi32.dll",
        "libmsvcrtd.so",
    ] {
        assert_eq!(told_of(library), [""; 0], "{library}");
    }
}

#[test]
fn protections_that_are_missing_are_told() {
    let with = |protections| told(&inspected(&sound().protections(protections)));
    assert_eq!(with(PROTECTED), Vec::<String>::new());
    assert_eq!(with(PROTECTED & !0x40), ["warning FILE-03"]);
    assert_eq!(with(PROTECTED & !0x20), ["note FILE-03"]);
    assert_eq!(with(PROTECTED & !0x100), ["warning FILE-04"]);
    assert_eq!(with(PROTECTED & !0x4000), ["note FILE-05"]);
    // There is no high entropy in 32 bits.
    let x86 = inspected(&sound().x86().protections(PROTECTED & !0x20));
    assert_eq!(told(&x86), Vec::<String>::new());
}

#[test]
fn wrong_kinds_of_files_are_nothing_but_that() {
    assert_eq!(told(&inspected(&Pe::new().program())), ["error FILE-01"]);
    let managed = inspected(&Pe::new().managed());
    assert_eq!(told(&managed)[0], "error FILE-01");
    assert!(finding(&managed, "FILE-01").observed.contains(".NET"));
    assert_eq!(told(&inspected(&sound().managed())), Vec::<String>::new(), "native exports beside it");
    assert!(read(&sound().managed().build()).managed);
}

#[test]
fn older_versions_do_not_know_newer_functions() {
    let pe = sound().export("MprAdminAcceptNewConnectionEx").export("MprAdminConnectionHangupNotificationEx");
    assert_eq!(told(&inspected(&pe)), Vec::<String>::new());
    let old = inspected_for(&pe, Profile::Server2003, "");
    let notes = ["note LOAD-23"; 3];
    assert_eq!(told(&old), notes, "both, and AcceptReauthentication");
}

#[test]
fn forbidden_functions_have_rows_and_are_no_near_misses() {
    // The names of some on Windows NT 4.0 with the RRAS redistributable.
    let old = [("RasAdminConnectionEnum", "REENTRY-01"), ("RasAdminUserGetInfo", "REENTRY-02")];
    for (name, id) in FORBIDDEN.into_iter().chain(old) {
        assert!(row(id).is_some() && forbidden(name).is_some_and(|(found, _)| found == id), "{name}");
        assert_eq!(near_miss(name), None, "{name}");
    }
    assert_eq!(forbidden("MprAdminBufferFree"), Some(("REENTRY-01", false)));
    assert_eq!(forbidden("NetQueryDisplayInformation"), None);
}
