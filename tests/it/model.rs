//! What the model says of a DLL when it is asked, and that the service keeps to it.

mod view;

use std::sync::Arc;

use mockras::model::{
    Ask, Binding, CallbacksTable, EntryPoint, Fault, Input, Level, Output, Process, Reply, Returned, Service,
    Slot, Via, Wanted, Wrote, asks_for_release, export_problems, has_result, has_verdict, means_yes,
};
use mockras::ras::{Callout, CalloutSet, Code, Offer, Policy, Profile, Quarantine, Series};
use mockras::scenario::{Dial, QuarantineChange, Span, Step};

fn exports(words: &str) -> CalloutSet {
    words.parse().expect("callouts")
}

fn policy(readings: &[(&str, &str)]) -> Policy {
    let mut policy = Policy::default();
    readings.iter().for_each(|(field, reading)| policy.set(field, reading).expect("a reading"));
    policy
}

fn table(revision: u8, words: &str) -> CallbacksTable {
    let set = exports(words);
    let slot = |callout| if set.contains(callout) { Slot::Set } else { Slot::Null };
    CallbacksTable { revision, slots: Callout::SLOTS.map(slot) }
}

fn binding(words: &str, profile: Profile, readings: &[(&str, &str)]) -> Binding {
    Binding::new(exports(words), None, profile, &policy(readings))
}

/// The entry points that a DLL uses for connections: `AcceptNewConnection2 ConnectionHangupNotification2`.
fn routes(binding: &Binding) -> Vec<String> {
    let half = |entry: Option<EntryPoint>| entry.map_or_else(|| "-".to_owned(), |entry| entry.to_string());
    binding.routes().iter().map(|route| format!("{} {}", half(route.accept), half(route.hangup))).collect()
}

#[test]
fn table_is_asked_for_and_counts_where_the_readings_say_so() {
    let (new, old) = (Profile::default(), Profile::Server2008);
    let counts = |words, profile, readings: &[(&str, &str)]| {
        binding(words, profile, readings).has_a_table_that_counts()
    };
    let both = "InitializeDll InitializeDllEx";
    assert!(counts("InitializeDllEx", new, &[]) && counts(both, new, &[]));
    assert!(!counts("InitializeDll", new, &[]) && !counts("InitializeDllEx", old, &[]));
    assert!(!counts(both, new, &[("init_both", "prefer_plain")]));
    assert!(!counts(both, new, &[("init_both", "reject")]));
    assert!(counts("InitializeDllEx", new, &[("init_both", "prefer_plain")]));
    let exports_alone = binding("InitializeDllEx", new, &[("ex_binding", "exports")]);
    assert!(exports_alone.is_asked_for_a_table() && !exports_alone.has_a_table_that_counts());
    assert!(exports_alone.is_bound_by_lists() && exports_alone.has_exports_that_count());
    assert!(!binding("InitializeDllEx", new, &[("ex_binding", "table")]).has_exports_that_count());
}

#[test]
fn slot_or_export_is_called_by_the_reading_in_force() {
    let words = "InitializeDllEx AcceptNewLink TerminateDll AcceptReauthentication";
    let of = |slots, readings: &[(&str, &str)]| {
        let table = table(2, slots);
        let binding = Binding::new(exports(words), Some(&table), Profile::default(), &policy(readings));
        [Callout::AcceptNewLink, Callout::TerminateDll, Callout::AcceptReauthentication]
            .map(|callout| binding.entry(callout).map(|entry| entry.via))
    };
    let (export, slot) = (Some(Via::Export), Some(Via::Slot));
    assert_eq!(of("AcceptNewLink", &[]), [slot, export, export]);
    assert_eq!(of("TerminateDll", &[]), [export, slot, export]);
    // Where slots alone count, what has none is not called (CHOICE 37).
    assert_eq!(of("TerminateDll", &[("ex_binding", "table")]), [None, slot, None]);
    assert_eq!(of("", &[("ex_binding", "table"), ("terminate_via", "table")]), [None, None, None]);
    assert_eq!(of("AcceptNewLink TerminateDll", &[("ex_binding", "exports")]), [export, slot, export]);
    assert_eq!(of("AcceptNewLink TerminateDll", &[("terminate_via", "export")]), [slot, export, export]);
}

#[test]
fn revision_1_has_no_ex_functions_and_leaves_connections_to_an_older_pair() {
    let words = "InitializeDllEx AcceptNewConnection2 ConnectionHangupNotification2";
    let of = |readings: &[(&str, &str)]| {
        let table = table(1, "AcceptNewConnectionEx ConnectionHangupNotificationEx AcceptReauthenticationEx");
        Binding::new(exports(words), Some(&table), Profile::default(), &policy(readings))
    };
    let older = "AcceptNewConnection2 ConnectionHangupNotification2";
    assert_eq!(routes(&of(&[])), [older]);
    assert_eq!(of(&[]).reauthentication(), None);
    assert!(!of(&[("revision1_connections", "none")]).offers_a_series());
    assert!(!of(&[("revision1_connections", "none")]).offers(Callout::AcceptNewConnection2));
    assert_eq!(routes(&of(&[("revision1_connections", "none"), ("ex_binding", "exports")])), [older]);
}

#[test]
fn series_are_chosen_and_halves_are_joined_as_the_readings_say() {
    let new = Profile::default();
    let two =
        "AcceptNewConnection ConnectionHangupNotification AcceptNewConnection3 ConnectionHangupNotification3";
    let (plain, three) = two.split_at(two.find(" AcceptNewConnection3").expect("it is there"));
    let three = three.trim_start();
    assert_eq!(routes(&binding(two, new, &[])), [three]);
    assert_eq!(routes(&binding(two, new, &[("series_select", "oldest")])), [plain]);
    assert_eq!(routes(&binding(two, new, &[("series_select", "all")])), [plain, three]);
    assert_eq!(routes(&binding(two, Profile::Server2003, &[])), [plain]);
    let halves = "AcceptNewConnection ConnectionHangupNotification2";
    assert!(routes(&binding(halves, new, &[])).is_empty());
    let crossed = binding(halves, new, &[("crossed_pair", "allow")]);
    assert_eq!(routes(&crossed), [halves]);
    assert!(crossed.routes()[0].is_crossed() && !crossed.offers_a_series());
    let table = table(2, "AcceptNewConnectionEx");
    let half = Binding::new(exports("InitializeDllEx"), Some(&table), new, &Policy::default());
    assert_eq!(routes(&half), ["AcceptNewConnectionEx* -"]);
}

#[test]
fn unmet_demands_are_what_keeps_the_service_from_starting() {
    let sets = [
        "nothing",
        "all",
        "all but InitializeDllEx",
        "all but InitializeDll",
        "all but InitializeDll InitializeDllEx",
        "all but AcceptNewLink InitializeDllEx",
        "all but GetIpAddressForUser ReleaseIpAddress InitializeDllEx",
        "InitializeDll TerminateDll AcceptNewLink LinkHangupNotification AcceptNewConnection3 \
         ConnectionHangupNotification3",
        "InitializeDll TerminateDll AcceptNewLink LinkHangupNotification AcceptNewConnection \
         ConnectionHangupNotification2",
    ];
    let fields =
        ["required_exports", "init_missing", "crossed_pair", "ex_binding", "ipv4_pair_required_2000"];
    let asked = Policy::FIELDS.iter().filter(|field| fields.contains(&field.name));
    let readings = asked.flat_map(|field| field.readings.iter().map(|reading| (field.name, reading.0)));
    for (reading, set) in readings.flat_map(|reading| sets.map(|set| (reading, exports(set)))) {
        for profile in Profile::ALL {
            let policy = policy(&[reading]);
            let demands = Binding::new(set, None, profile, &policy).demands();
            let rows: Vec<&str> =
                demands.iter().filter(|demand| !demand.is_met).map(|demand| demand.wanted.row()).collect();
            let problems = export_problems(set, profile, &policy);
            let errors = problems.iter().filter(|problem| problem.level == Level::Error);
            let fatal: Vec<&str> = errors.map(|problem| problem.row).collect();
            assert_eq!(fatal, rows, "{set} on {profile} under {reading:?}");
        }
    }
    let none = binding("nothing", Profile::Server2000, &[]).demands();
    assert!(none.iter().any(|demand| demand.wanted == Wanted::Ipv4Pair && !demand.is_met));
}

#[test]
fn answers_mean_what_the_readings_say() {
    let yes = |callout, value, readings: &[(&str, &str)]| means_yes(callout, value, &policy(readings));
    let (plain, ex) = (Callout::AcceptNewConnection, Callout::AcceptNewConnectionEx);
    assert!(yes(plain, 1, &[]) && yes(plain, 691, &[]) && !yes(plain, 0, &[]));
    assert!(!yes(plain, 691, &[("bool_truth", "one")]));
    let ignored = [("accept_ex_return", "ignored")];
    assert!(!yes(ex, 0, &[]) && yes(ex, 0, &ignored) && !yes(plain, 0, &ignored));
    assert!(has_verdict(ex, &policy(&[])) && !has_verdict(ex, &policy(&ignored)));
    let release = Callout::ReleaseIpv6AddressForUser;
    assert!(!has_result(release, &policy(&[])));
    assert!(has_result(release, &policy(&[("release6_return", "dword")])));
    let asks =
        |code, notify, readings: &[(&str, &str)]| asks_for_release(Code(code), notify, &policy(readings));
    assert!(asks(0, 1, &[]) && asks(0, 2, &[]) && !asks(0, 0, &[]) && !asks(0, 0xcccc_cccc, &[]));
    assert!(
        !asks(0, 2, &[("notify_truth", "equals_true")]) && asks(0, 1, &[("notify_truth", "equals_true")])
    );
    assert!(!asks(691, 1, &[]) && asks(691, 1, &[("notify_on_error", "honour")]));
    assert!(asks(0, 0xcccc_cccc, &[("notify_entry", "false")]));
}

/// What a service with one DLL asks, in each process, from its start to its stop.
fn asked(
    exports: CalloutSet,
    table: CallbacksTable,
    profile: Profile,
    policy: Policy,
) -> Vec<(Process, EntryPoint)> {
    let dial = Dial { port: "VPN2-0".into(), user: "alice".into(), ipv4: Offer::Pool, ..Dial::default() };
    let limited = Quarantine::PROBATION;
    let change = QuarantineChange { port: "VPN2-0".into(), state: limited, probation: Span { ms: 1000 } };
    let steps = [Step::Start, Step::Dial(dial), Step::Quarantine(change), Step::Stop];
    let mut service = Service::new(profile, policy, 1);
    let mut asked = Vec::new();
    for (number, step) in (1..).zip(steps) {
        service.handle(Input::Step { number, step: Arc::new(step) });
        while let Some(output) = service.poll() {
            match output {
                Output::Load(_) => service.handle(Input::Loaded(Ok(exports.into()))),
                Output::Ask(Ask { instance, entry, .. }) => {
                    asked.push((instance.process, entry));
                    let wrote = match entry.callout {
                        Callout::InitializeDllEx => Wrote::Table(table),
                        Callout::GetIpAddressForUser => Wrote::Ipv4([192, 0, 2, 7].into(), 1),
                        _ => Wrote::Nothing,
                    };
                    let is_asked_for_consent = has_verdict(entry.callout, &policy);
                    let value = Some(u32::from(is_asked_for_consent));
                    service.handle(Input::Reply(Reply::Returned(Returned {
                        value,
                        wrote,
                        scribbled: vec![],
                    })));
                }
                Output::Timer(_) => unreachable!("it has none"),
                Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => {}
            }
        }
    }
    asked
}

/// The process for addresses fails to initialise the DLL, and its TerminateDll ends that process.
#[test]
fn rollback_that_a_process_does_not_survive_terminates_nobody_twice() {
    let policy = policy(&[("terminate_failed", "yes")]);
    let mut service = Service::new(Profile::default(), policy, 1);
    service.handle(Input::Step { number: 1, step: Arc::new(Step::Start) });
    let mut terminated = Vec::new();
    while let Some(output) = service.poll() {
        match output {
            Output::Load(_) => service.handle(Input::Loaded(Ok(exports("all but InitializeDllEx").into()))),
            Output::Ask(Ask { instance, entry, .. }) => {
                let is_second = instance.process == Process::Addresses;
                let is_end = entry.callout == Callout::TerminateDll;
                terminated.extend(is_end.then_some(instance.process));
                service.handle(Input::Reply(if is_second && is_end {
                    Reply::Faulted(Fault::of_process("it is gone"))
                } else {
                    Reply::Returned(Returned { value: Some(u32::from(is_second)), ..Returned::default() })
                }));
            }
            Output::Timer(_) => unreachable!("it has no timer"),
            Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => {}
        }
    }
    assert_eq!(terminated, [Process::Connections, Process::Addresses]);
}

#[test]
fn service_asks_what_the_binding_says() {
    let all: CalloutSet = Callout::ALL.iter().copied().collect();
    let sets = [all, exports("all but InitializeDllEx"), exports("all but InitializeDll AcceptNewLink")];
    let tables =
        [table(2, "all"), table(1, "AcceptNewLink LinkHangupNotification"), table(2, "AcceptNewLink")];
    let fields =
        ["ex_binding", "terminate_via", "init_both", "series_select", "revision1_connections", "processes"];
    let open = Policy::FIELDS.iter().filter(|field| fields.contains(&field.name));
    let readings: Vec<_> =
        open.flat_map(|field| field.readings.iter().map(|read| (field.name, read.0))).collect();
    let mut connected = 0;
    for profile in [Profile::Server2003, Profile::Server2008, Profile::Server2012] {
        for (reading, exports, left) in readings
            .iter()
            .flat_map(|reading| sets.map(|exports| (reading, exports)))
            .flat_map(|(reading, exports)| tables.map(|left| (reading, exports, left)))
        {
            let policy = policy(&[*reading]);
            let before = Binding::new(exports, None, profile, &policy);
            let left = before.is_asked_for_a_table().then_some(left);
            let binding = Binding::new(exports, left.as_ref(), profile, &policy);
            let asked = asked(exports, left.unwrap_or(table(2, "nothing")), profile, policy);
            let case = format!("{exports} on {profile} under {reading:?} with {left:?}");
            for (process, entry) in &asked {
                assert_eq!(binding.entry(entry.callout), Some(*entry), "{case}");
                assert!(binding.takes_part(*process), "{case}");
            }
            let of_connections: Vec<EntryPoint> = asked
                .iter()
                .map(|(_, entry)| *entry)
                .filter(|entry| Series::ALL.iter().any(|series| series.accept() == entry.callout))
                .collect();
            if asked.iter().any(|(_, entry)| entry.callout == Callout::GetIpAddressForUser) {
                connected += 1;
                let accepts: Vec<EntryPoint> =
                    binding.routes().iter().filter_map(|route| route.accept).collect();
                assert_eq!(of_connections, accepts, "{case}");
            }
        }
    }
    assert!(connected > 50, "{connected} of them came to a dial");
}
