//! The tables of nouns: callouts, functions, policies and Windows versions.

mod text;

#[cfg(feature = "suggest")]
use mockras::ras::did_you_mean;
use mockras::ras::{Callout, ForbiddenScope, ForbiddenSet, Function, FunctionKind, Policy, Profile};

#[test]
fn policy_every_reading_can_be_set_and_read() {
    for field in Policy::FIELDS {
        for (reading, doc) in field.readings {
            let mut policy = Policy::default();
            assert_eq!(policy.set(field.name, reading), Ok(()));
            assert_eq!(policy.reading(field.name), Some(*reading));
            assert!(!doc.is_empty());
        }
        assert_eq!(Policy::default().reading(field.name), Some(field.readings[0].0));
    }
    assert_eq!(Policy::default().changed().count(), 0);
}

#[test]
fn policy_unknown_names_are_errors() {
    let mut policy = Policy::default();
    let error = policy.set("hangup_after_refsal", "all").expect_err("no such policy").to_string();
    assert!(error.contains("`hangup_after_refsal`"), "{error}");
    let error = policy.set("vote", "ask").expect_err("no such reading").to_string();
    assert!(error.contains("short_circuit, ask_all") && error.contains("`ask`"), "{error}");
    assert_eq!(policy, Policy::default());
}

#[test]
fn functions_are_twenty_and_kinds_three() {
    let of = |kind| Function::ALL.iter().filter(|function| function.kind() == kind).count();
    let counts = [FunctionKind::Ras, FunctionKind::Shared, FunctionKind::User].map(of);
    assert_eq!((Function::ALL.len(), counts), (20, [11, 5, 4]));
}

#[test]
fn functions_are_forbidden_by_scope_and_set() {
    let forbidden = |policy: &Policy| {
        let inside = |callout: Callout| {
            Function::ALL.iter().filter(|function| function.is_forbidden_in(callout, policy)).count()
        };
        [Callout::AcceptNewLink, Callout::TerminateDll].map(inside)
    };
    let mut policy = Policy::default();
    assert_eq!(forbidden(&policy), [20, 20]);
    policy.forbidden_set = ForbiddenSet::Fifteen;
    assert_eq!(forbidden(&policy), [15, 15]);
    policy.forbidden_scope = ForbiddenScope::DocumentedPages;
    assert_eq!(forbidden(&policy), [15, 0]);
    let pages = Callout::ALL.iter().filter(|callout| callout.page_forbids_calls()).count();
    assert_eq!(pages, 11);
}

#[test]
fn profile_names_are_in_order_and_round_trip() {
    let years = ["nt4", "2000", "2003", "2008", "2008r2", "2012r2"];
    for (profile, year) in Profile::ALL.into_iter().zip(years) {
        assert_eq!([profile.name().parse(), year.parse()], [Ok(profile), Ok(profile)]);
    }
    assert!(Profile::ALL.is_sorted());
    assert_eq!("newest".parse(), Ok(Profile::default()));
    assert_eq!(Profile::default(), Profile::ALL[5]);
}

#[test]
fn profile_presets_are_fields_and_readings() {
    for profile in Profile::ALL {
        for (field, reading, _) in profile.decided() {
            assert_eq!(Policy::default().set(field, reading), Ok(()));
        }
    }
}

#[test]
fn callouts_have_one_place_each() {
    assert_eq!(Callout::ALL.len(), 21);
    for callout in Callout::ALL {
        assert_eq!(callout.word().parse(), Ok(*callout));
        assert_eq!(callout.slot(), Callout::SLOTS.iter().position(|of| of == callout), "{callout}");
    }
    assert_eq!(Callout::ALL.iter().filter(|callout| callout.slot().is_some()).count(), 12);
    assert_eq!(Callout::GetIpAddressForUser.export(), "MprAdminGetIpAddressForUser");
}

#[cfg(feature = "suggest")]
#[test]
fn suggestion_is_near_or_absent() {
    assert_eq!(did_you_mean("Vote", ["vote", "hangup_after_refusal"]), Some("vote"));
    assert_eq!(
        did_you_mean("hangup_after_refsal", ["vote", "hangup_after_refusal"]),
        Some("hangup_after_refusal")
    );
    assert_eq!(did_you_mean("zebra", ["vote", "hangup_after_refusal"]), None);
}
