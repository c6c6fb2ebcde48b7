//! What differs from scenario to scenario beside its steps: the Windows version, the readings, the DLLs beside those
//! under test, and which kinds of steps are switched off.
//!
//! Switching some kinds off finds what a mixture of everything hides: with fewer hangups, more links pile up.

use super::choice::{CHOICES, Rows};
use super::draft::Draft;
use super::draw::Draw;
use super::shape::Shape;
use crate::model::{Binding, Demand, Wanted};
use crate::ras::{Callout, Code, Hostile, HostileSet, Name, Policy, Profile, Quarantine, Series};
use crate::scenario::{Dll, MAX_DLLS, Notify, Scenario, Script, Stock};

/// Versions by how often they are drawn: mostly those that have everything.
const PROFILES: [(u32, Profile); 6] = [
    (40, Profile::Server2012),
    (22, Profile::Server2008R2),
    (14, Profile::Server2008),
    (10, Profile::Server2003),
    (8, Profile::Server2000),
    (6, Profile::Nt4Rras),
];

pub(super) fn profile(draw: &mut Draw<'_, '_>, shape: &Shape) -> Profile {
    match &shape.profiles[..] {
        [] => *draw.weighted(&PROFILES),
        [only] => *only,
        several => *draw.one_of(several),
    }
}

/// Most scenarios keep the default readings, or all but one or two.
pub(super) fn policy(draw: &mut Draw<'_, '_>, shape: &Shape, profile: Profile) -> Policy {
    let mut policy = Policy::default();
    let changes = match draw.below(16) {
        0..=7 => 0,
        8..=11 => 1,
        12 | 13 => 2,
        14 => 5,
        _ => 15,
    };
    for _ in 0..changes {
        reading(draw, &mut policy, profile);
    }
    fix(&mut policy, shape);
    policy
}

/// Draws another reading, unless it is of a question that a page decides for this version.
pub(super) fn reading(draw: &mut Draw<'_, '_>, policy: &mut Policy, profile: Profile) {
    let field = draw.one_of(Policy::FIELDS);
    let (reading, _) = draw.one_of(field.readings);
    if profile.decided().iter().all(|(decided, ..)| *decided != field.name) {
        let set = policy.set(field.name, reading);
        debug_assert!(set.is_ok(), "the table names fields and readings");
    }
}

/// What is wrong on purpose with what DLLs are handed: in three of ten scenarios, where that is allowed.
pub(super) fn hostile(draw: &mut Draw<'_, '_>, shape: &Shape) -> HostileSet {
    if !shape.allows_hostile() || !draw.percent(30) {
        return HostileSet::NONE;
    }
    let kinds = u32::try_from(Hostile::ALL.len()).unwrap_or(u32::MAX);
    let mixed = 1 + draw.below((1 << kinds) - 1);
    (0..).zip(Hostile::ALL).filter(|(at, _)| mixed & (1_u32 << at) != 0).map(|(_, kind)| *kind).collect()
}

/// Sets the readings that the shape fixes.
pub(super) fn fix(policy: &mut Policy, shape: &Shape) {
    for (field, reading) in &shape.readings {
        let set = policy.set(field, reading);
        debug_assert!(set.is_ok(), "a shape names fields and readings that exist");
    }
}

/// Which rows of the table are switched on: in half of all scenarios all of them, otherwise about three in four.
pub(super) fn rows(draw: &mut Draw<'_, '_>) -> Rows {
    if !draw.percent(50) {
        return Rows::ALL;
    }
    debug_assert!(CHOICES.len() <= 64, "a row is a bit");
    // Two bytes are enough to tell many mixtures apart.
    let mut mixed = u64::from(draw.below(1 << 16)) + 1;
    let mut half = || {
        mixed = (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ mixed >> 32
    };
    Rows(half() | half())
}

/// The DLLs: those under test in their order, and stock DLLs before and after them.
pub(super) fn dlls(draw: &mut Draw<'_, '_>, shape: &Shape, policy: &Policy, draft: &Draft) -> Vec<Dll> {
    let alone = shape.subjects.is_empty();
    let companions = match draw.below(16) {
        _ if draft.profile.is_2000_or_earlier() => u32::from(alone),
        0..=9 => u32::from(alone),
        10..=13 => 1 + u32::from(alone),
        _ => 2 + u32::from(alone),
    };
    let mut dlls = shape.subjects.clone();
    for _ in 0..companions {
        add_companion(draw, shape, policy, draft, &mut dlls);
    }
    dlls
}

/// Adds a stock DLL before or after the DLLs that there are, if there is room.
pub(super) fn add_companion(
    draw: &mut Draw<'_, '_>,
    shape: &Shape,
    policy: &Policy,
    draft: &Draft,
    dlls: &mut Vec<Dll>,
) {
    if dlls.len() >= MAX_DLLS {
        return;
    }
    let mut dll = companion(draw, draft);
    fit(&mut dll, draft.profile, policy);
    let before = !shape.subjects.is_empty() && draw.percent(50);
    dlls.insert(if before { 0 } else { dlls.len() }, dll);
}

/// Draws a stock DLL with some options.
fn companion(draw: &mut Draw<'_, '_>, draft: &Draft) -> Dll {
    const STOCK: [(u32, Stock); 8] = [
        (10, Stock::AcceptAll),
        (8, Stock::AddressPool),
        (6, Stock::LinkLimit),
        (6, Stock::QuarantineGate),
        (6, Stock::RefuseUser),
        (5, Stock::SessionLog),
        (5, Stock::Silent),
        (6, Stock::Scripted),
    ];
    let stock = *draw.weighted(&STOCK);
    let mut dll = Dll::stock(stock);
    match stock {
        Stock::RefuseUser => dll.users = Some(vec![draft.user(draw)]),
        Stock::LinkLimit => dll.links = Some(1 + draw.below(3)),
        Stock::AddressPool => dll.size = Some(*draw.one_of(&[16, 1, 2, 3])),
        Stock::QuarantineGate if draw.percent(60) => dll.states = Some(states(draw)),
        Stock::Scripted => {
            if draw.percent(30) {
                dll.links = Some(draw.below(3));
            }
            dll.script = Some(script(draw, draft));
            return dll;
        }
        Stock::AcceptAll | Stock::QuarantineGate | Stock::SessionLog | Stock::Silent => {}
    }
    if draw.percent(30) {
        let drawn: Vec<Series> = Series::ALL.iter().copied().filter(|_| draw.percent(50)).collect();
        dll.series = Some(drawn).filter(|series| !series.is_empty());
    }
    if draw.percent(25) {
        dll.table = Some(true);
    }
    if draw.percent(25) {
        dll.addresses = Some(draw.percent(50));
    }
    dll
}

fn states(draw: &mut Draw<'_, '_>) -> Vec<Quarantine> {
    let mut states =
        vec![*draw.one_of(&[Quarantine::NORMAL, Quarantine::PROBATION, Quarantine::NOT_CAPABLE])];
    if draw.percent(50) {
        states.push(Quarantine(draw.below(4)));
    }
    // A gate that takes a client whose state is not known for one in quarantine is wrong (NOT-CAPABLE).
    states.push(Quarantine::NOT_CAPABLE);
    states.sort_unstable();
    states.dedup();
    states
}

/// A script that refuses now and then, as a DLL may, and does nothing that no DLL may.
fn script(draw: &mut Draw<'_, '_>, draft: &Draft) -> Script {
    let mut script = Script::default();
    let some = |draw: &mut Draw<'_, '_>, names: &[Name]| -> Vec<Name> {
        if draw.percent(30) { vec![draw.one_of(names).clone()] } else { Vec::new() }
    };
    script.refuse_users = some(draw, draft.users());
    script.refuse_ports = some(draw, draft.ports());
    if draw.percent(20) {
        script.refuse_states = vec![Quarantine(draw.below(4))];
    }
    if draw.percent(20) {
        script.refuse_endpoints = vec![Name::from(*draw.one_of(&["203.0.113.9", "198.51.100.7"]))];
    }
    if draw.percent(20) {
        script.preauth = Code::LOGON_FAILURE;
    }
    if draw.percent(40) {
        script.notify = Notify::Value(1);
    }
    script
}

/// Whether a DLL that is not under test is one that keeps every rule: drawn here, or written as plainly.
pub(super) fn is_companion(dll: &Dll) -> bool {
    let Some(script) = &dll.script else { return dll.path.is_none() && dll.check().is_ok() };
    let Script { refuse_users, refuse_ports, refuse_states, refuse_endpoints, preauth, notify, .. } = script;
    let plain = Script {
        refuse_users: refuse_users.clone(),
        refuse_ports: refuse_ports.clone(),
        refuse_states: refuse_states.clone(),
        refuse_endpoints: refuse_endpoints.clone(),
        preauth: *preauth,
        notify: *notify,
        ..Script::default()
    };
    *script == plain && matches!(notify, Notify::Value(0 | 1))
}

/// Takes from a stock DLL what would break a rule under this version and these readings.
pub(super) fn fit(dll: &mut Dll, profile: Profile, policy: &Policy) {
    if dll.stock == Some(Stock::Scripted) {
        return;
    }
    let binding = |exports| Binding::new(exports, None, profile, policy);
    // Without exports a callbacks table is too little where nobody asks for one, or exports alone count.
    if !binding([Callout::InitializeDllEx].into_iter().collect()).has_a_table_that_counts() {
        dll.table = None;
    }
    // Before Server 2003 every DLL hands out addresses (LOAD-16), and NT 4.0 knows the plain series alone (LOAD-23).
    if profile.is_2000_or_earlier() {
        dll.addresses = Some(true);
        dll.series = Some(vec![Series::Plain]);
    }
    // Where exports mean nothing beside a table, only what has slots is called.
    let with_table = binding([Callout::InitializeDllEx].into_iter().collect());
    let is_by_slots = dll.table == Some(true) && !with_table.has_exports_that_count();
    if is_by_slots && dll.stock == Some(Stock::Silent) {
        // It would have a table without any slot of those that a table must have (CBTABLE-06).
        dll.table = None;
    }
    if let Some(series) = &mut dll.series {
        let functions = series.iter().flat_map(|series| [series.accept(), series.hangup()]);
        let is_pair = |demand: &&Demand| matches!(demand.wanted, Wanted::Pair | Wanted::OlderPair);
        if !binding(functions.collect()).demands().iter().filter(is_pair).all(|demand| demand.is_met) {
            series.push(Series::Two);
        }
        if is_by_slots && !series.contains(&Series::Ex) {
            series.push(Series::Ex);
        }
    }
}

/// Leaves of a scenario's DLLs those under test, in their order, and the stock DLLs beside them that break no rule.
pub(super) fn keep_subjects(scenario: &mut Scenario, shape: &Shape) {
    if scenario.dll_path.is_some() && shape.subjects.is_empty() {
        return;
    }
    scenario.dll_path = None;
    let many = shape.subjects.len();
    let found = scenario.dlls.windows(many.max(1)).position(|dlls| many > 0 && *dlls == shape.subjects[..]);
    let companions = |dlls: &[Dll]| dlls.iter().filter(|dll| is_companion(dll)).cloned().collect::<Vec<_>>();
    let (before, after) = match found {
        Some(at) => (companions(&scenario.dlls[..at]), companions(&scenario.dlls[at + many..])),
        None => (Vec::new(), companions(&scenario.dlls)),
    };
    let one = scenario.profile.is_2000_or_earlier();
    scenario.dlls = if one && many > 0 { Vec::new() } else { before };
    scenario.dlls.extend(shape.subjects.iter().cloned());
    let room = if one { 1usize.saturating_sub(scenario.dlls.len()) } else { MAX_DLLS };
    scenario.dlls.extend(after.into_iter().take(room));
    scenario.dlls.truncate(MAX_DLLS.max(many));
    if scenario.dlls.is_empty() {
        scenario.dlls.push(Dll::stock(Stock::AcceptAll));
    }
    let (profile, policy) = (scenario.profile, scenario.policy);
    scenario
        .dlls
        .iter_mut()
        .filter(|dll| !shape.subjects.contains(dll))
        .for_each(|dll| fit(dll, profile, &policy));
}
