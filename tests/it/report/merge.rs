//! Reports of shares, joined: no order matters, and nothing is counted twice.

use std::collections::BTreeMap;

use mockras::check::Kind;
use mockras::report::campaign::{Campaign, CampaignFinding, FORMAT, LaneReport, merge};

fn found(number: u64, steps: u64, times: u64) -> CampaignFinding {
    CampaignFinding {
        signature: "S".to_owned(),
        kind: "error".to_owned(),
        reading: None,
        binds: "DLL".to_owned(),
        text: String::new(),
        number,
        case_number: number,
        times,
        tier: "default".to_owned(),
        steps,
        file: None,
        case: format!("case {number}"),
    }
}

fn report(lane: u64, cut: Option<&str>, findings: Vec<CampaignFinding>) -> Campaign {
    Campaign {
        format: FORMAT,
        mockras: String::new(),
        seed: 1,
        cases: 30,
        tier: "default".to_owned(),
        steps: 4,
        exhaustive: None,
        guided: true,
        dlls: Vec::new(),
        flags: Vec::new(),
        names: Vec::new(),
        vocabulary: None,
        systems: Vec::new(),
        lanes: vec![LaneReport { lane, cases: 10, whole: true, digest: lane.to_string() }],
        digest: None,
        started: 10,
        exercised: 10,
        avoided: 0,
        cut: cut.map(str::to_owned),
        findings,
        edges: 0,
        reached: BTreeMap::from([("a".to_owned(), 1)]),
    }
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

fn all_orders(reports: &[Campaign; 3]) -> Vec<Campaign> {
    let joined = |order: [usize; 3]| {
        let reports = order.map(|at| reports[at].clone()).to_vec();
        let joined = merge(reports, |lanes| lanes.len().to_string());
        joined.expect("one campaign").expect("a report")
    };
    ORDERS.map(joined).to_vec()
}

#[test]
fn order_of_reports_changes_nothing() {
    let reports = [
        report(0, Some("b"), vec![found(3, 5, 1)]),
        report(1, None, vec![found(12, 2, 1)]),
        report(2, Some("a"), vec![found(7, 2, 1)]),
    ];
    let joined = all_orders(&reports);
    let whole = &joined[0];
    assert_eq!((whole.digest.as_deref(), whole.cut.as_deref()), (Some("3"), Some("a")));
    assert_eq!(whole.findings, [CampaignFinding { number: 3, times: 3, ..found(7, 2, 1) }]);
    for (order, joined) in ORDERS.iter().zip(&joined) {
        assert_eq!(joined, whole, "{order:?}");
    }
}

#[test]
fn report_that_is_given_twice_is_counted_once_and_its_smaller_case_is_kept() {
    let twice = [
        report(0, None, vec![found(3, 5, 1)]),
        report(0, None, vec![found(3, 2, 1)]),
        report(1, None, vec![found(12, 4, 1)]),
    ];
    for (order, joined) in ORDERS.iter().zip(all_orders(&twice)) {
        assert_eq!(joined.findings, [found(3, 2, 2)], "{order:?}");
        assert_eq!((joined.exercised, joined.played()), (20, 20), "{order:?}");
    }
}

#[test]
fn sums_of_strange_reports_end_at_the_largest_number() {
    let mut reports = [0, 1, 2].map(|lane| report(lane, None, vec![found(1, 1, u64::MAX)]));
    for report in &mut reports {
        (report.exercised, report.lanes[0].cases) = (u64::MAX, u64::MAX);
        report.reached.insert("a".to_owned(), u64::MAX);
    }
    for joined in all_orders(&reports) {
        assert_eq!((joined.exercised, joined.played(), joined.reached["a"]), (u64::MAX, u64::MAX, u64::MAX));
        assert_eq!(joined.findings[0].times, u64::MAX);
    }
}

#[test]
fn findings_of_one_rule_are_told_together_and_what_is_open_by_its_reading() {
    let found = |signature: &str, kind: &str, reading: Option<&str>, steps: u64| CampaignFinding {
        signature: signature.to_owned(),
        kind: kind.to_owned(),
        reading: reading.map(str::to_owned),
        ..found(1, steps, 2)
    };
    let findings = vec![
        found("CONN-03 AcceptNewConnection", "error", None, 3),
        found("CONN-03 AcceptNewLink", "error", None, 1),
        found("RUN-01 a (gate.c:1)", "error", None, 1),
        found("RUN-01 b (gate.c:2)", "error", None, 1),
        found("CONN-03 AcceptReauthentication", "open", Some("AMB-06 read as series_select=all"), 1),
        found("LOAD-10 MprAdminTerminateDll", "open", Some("AMB-04 read as ex_binding=exports"), 1),
        found("LOAD-10 MprAdminAcceptNewLink", "open", Some("AMB-04 read as ex_binding=exports"), 1),
        found("LOAD-10 MprAdminInitializeDll", "open", Some("AMB-02 read as required_exports=overview"), 1),
    ];
    let campaign = report(0, None, findings);
    let errors = campaign.groups(Kind::Error);
    assert_eq!(errors.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(errors[0][0].signature, "CONN-03 AcceptNewLink", "the smallest case comes first");
    let open = campaign.groups(Kind::Open);
    let readings: Vec<_> = open.iter().map(|group| (group[0].reading.as_deref(), group.len())).collect();
    assert_eq!(
        readings,
        [
            (Some("AMB-02 read as required_exports=overview"), 1),
            (Some("AMB-04 read as ex_binding=exports"), 2)
        ]
    );
    let text = mockras::report::campaign::text(&campaign);
    assert!(text.contains("  also       CONN-03 AcceptNewConnection, 2 cases\n"), "{text}");
    assert!(text.contains("  AMB-04 read as ex_binding=exports: LOAD-10, 2 cases\n"), "{text}");
    assert!(!text.contains("series_select"), "its rule is an error already: {text}");
}

#[test]
fn corrupt_heap_without_a_place_belongs_to_a_crash_but_not_to_a_hang() {
    let groups = |other: &str| {
        let named = |signature: &str, number| CampaignFinding {
            signature: signature.to_owned(),
            ..found(number, 1, 1)
        };
        let campaign = report(0, None, vec![named("RUN-01 crash: heap corruption", 1), named(other, 2)]);
        campaign.groups(Kind::Error).iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(groups("RUN-01 gate (gate.c:41)"), [2]);
    assert_eq!(groups("RUN-01 AcceptNewLink hang: did not return"), [1, 1]);
    assert_eq!(groups("RUN-01 panic: no"), [1, 1]);
    assert_eq!(groups("IP4-08"), [1, 1]);
}
