//! Names that a DLL may know: generated scenarios take them often, and so find what is wrong with one of them.

use std::collections::BTreeSet;

use arbitrary::Unstructured;
use mockras::campaign::{Find, Oracle, Plan};
use mockras::check::all_rules;
use mockras::generate::{Draw, Shape, Tier, Vocabulary, bytes, case, mutate};
use mockras::prelude::*;
use mockras::scenario::{Dial, Scenario};

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| Name::from(*name)).collect()
}

fn users(vocabulary: &[&str]) -> Shape {
    let vocabulary = Vocabulary { users: names(vocabulary), ..Vocabulary::default() };
    Shape { vocabulary, ..Shape::default() }
}

fn dials(scenario: &Scenario) -> Vec<Dial> {
    let dial = |step: &Step| if let Step::Dial(dial) = step { Some(dial.clone()) } else { None };
    scenario.steps.iter().filter_map(|step| dial(step)).collect()
}

#[test]
fn half_of_all_dials_have_a_user_of_the_vocabulary() {
    let known = ["svc-backup", "Administrator", "kiosk"];
    let shape = users(&known);
    let is_known = |dial: &Dial| known.iter().any(|name| dial.user == *name);
    let drawn: Vec<Vec<Dial>> = (0..400).map(|number| dials(&case(1, number, &shape))).collect();
    let all = drawn.iter().flatten().count();
    let of_vocabulary = drawn.iter().flatten().filter(|dial| is_known(dial)).count();
    assert!((45..75).contains(&(of_vocabulary * 100 / all)), "{of_vocabulary} of {all}");
    let several = |dials: &&Vec<Dial>| {
        let users: BTreeSet<&Name> =
            dials.iter().filter(|dial| is_known(dial)).map(|dial| &dial.user).collect();
        users.len() > 1
    };
    assert!(drawn.iter().filter(several).count() > 80);
    // Those that are changed have them as well.
    let plain = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let changed = (0..200).filter(|number| {
        let bytes = bytes(2, *number);
        let made = mutate(&plain, &plain, &mut Draw::new(&mut Unstructured::new(&bytes)), &shape);
        dials(&made).iter().any(is_known)
    });
    assert!(changed.count() > 20);
}

#[test]
fn names_of_all_kinds_are_taken_as_far_as_the_tier_holds_them() {
    let vocabulary = Vocabulary {
        users: names(&["it's \"me\""]),
        domains: names(&["HQ"]),
        computers: names(&["KIOSK-7"]),
        ports: names(&["VPN9-9"]),
        interfaces: names(&["to-branch"]),
    };
    let drawn = |tier| -> BTreeSet<String> {
        let shape = Shape { tier, vocabulary: vocabulary.clone(), ..Shape::default() };
        let all = (0..300).flat_map(|number| dials(&case(1, number, &shape)));
        all.flat_map(|dial| [dial.user, dial.domain, dial.computer, dial.port, dial.interface])
            .map(|name| name.to_string())
            .collect()
    };
    for name in ["HQ", "KIOSK-7", "VPN9-9", "to-branch"] {
        assert!(drawn(Tier::Smoke).contains(name), "{name}");
    }
    let quoted = "it's \"me\"";
    assert!(drawn(Tier::Default).contains(quoted) && !drawn(Tier::Smoke).contains(quoted));
}

/// Answers 2 to one user.
#[derive(Default)]
struct KnowsOne;

impl AdminDll for KnowsOne {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection: Some(|_, c0, _| {
                if Name::from_array(&c0.wszUserName) == "svc-backup" { 2 } else { 1 }
            }),
            connection_hangup_notification: Some(|_, _, _| ()),
            ..Exports::links_accepted()
        }
    }
}

/// The case that shows what is wrong with the one user, of a thousand.
fn found(vocabulary: Vocabulary) -> Option<u64> {
    let shape = Shape { vocabulary, ..Shape::default() };
    let plan = Plan { seed: 1, shape, oracle: Oracle::by(all_rules()), is_guided: true, every: None };
    let lane = plan.lane(0, 1000, &[Registered::new("knows-one", KnowsOne::default)][..], &());
    let of_rule = |find: &&Find| find.problem.signature.text().starts_with("CONN-03");
    lane.finds.iter().find(of_rule).map(|find| find.number)
}

#[test]
fn what_is_wrong_with_one_name_is_found_if_that_is_known() {
    assert_eq!(found(Vocabulary::default()), None);
    let one = Vocabulary { users: names(&["svc-backup"]), ..Vocabulary::default() };
    assert!(found(one).is_some_and(|number| number < 10));
    let mut many = Vocabulary::default();
    (0..200).for_each(|at| many.add(&Name::from(&*format!("literal-{at}"))));
    many.add(&"svc-backup".into());
    assert!(found(many).is_some());
}

/// No name is looked for along the list, so a long one costs no more than a short one.
#[test]
fn vocabulary_of_a_hundred_thousand_names_is_drawn_from() {
    let mut vocabulary = Vocabulary::default();
    (0..100_000).for_each(|at| vocabulary.add(&Name::from(&*format!(r"CORP\user-{at}"))));
    vocabulary.merge(Vocabulary::default());
    assert_eq!((vocabulary.users.len(), vocabulary.domains.len()), (100_000, 1));
    let shape = Shape { vocabulary, ..Shape::default() };
    let all = (0..2_000).flat_map(|number| dials(&case(1, number, &shape)));
    let users: BTreeSet<Name> = all.map(|dial| dial.user).collect();
    assert!(users.len() > 500, "{}", users.len());
}

#[cfg(feature = "proptest")]
#[test]
fn contract_with_a_vocabulary_is_broken_by_the_name() {
    let contract = || mockras::campaign::Contract::of(KnowsOne::default).seed(1).cases(64);
    assert!(contract().prove().is_ok());
    let vocabulary = Vocabulary { users: names(&["svc-backup"]), ..Vocabulary::default() };
    let broken = contract().vocabulary(vocabulary).prove().expect_err("it answers 2");
    let scenario = broken.scenario.expect("a scenario");
    assert_eq!(scenario.steps, Scenario::of([Step::dial("VPN2-0", "svc-backup")]).steps);
}
