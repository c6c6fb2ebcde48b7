//! What is a bug: a finding, as a panic that libFuzzer sees.

use mockras::campaign::Oracle;
use mockras::check::{Rule, all_rules};
use mockras::dll::in_callout;
use mockras::pipeline::Runner;
use mockras::ras::Series;
use mockras::scenario::{Dll, DllSource, Scenario};

use crate::proof;

/// Panics of mockras end the process at once, and those of a DLL do not: they are findings.
///
/// libfuzzer-sys has set a hook that aborts; this one goes before it.
pub fn abort_on_bugs() {
    let aborts = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !in_callout() {
            aborts(info);
        }
    }));
}

/// Plays a scenario, and panics with what is found.
///
/// The service is judged always, the DLLs if no word of the scenario asks them to misbehave.
pub fn play_and_judge<R: Runner + ?Sized>(scenario: &Scenario, runner: &R, judges_dlls: bool) {
    let about_dlls = if judges_dlls { all_rules() } else { &[] };
    let rules: Vec<&'static Rule> = proof::RULES.iter().chain(about_dlls).copied().collect();
    let outcome = Oracle::by(&rules).judge(scenario, runner);
    let texts: Vec<&str> = outcome.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert!(texts.is_empty(), "\n{}\n\n{}", texts.join("\n"), outcome.transcript);
}

/// Whether a scenario has nothing but stock DLLs; and if so, whether they are surely sound: no option tells them what to
/// export or how to misbehave, and they are fit for the Windows version.
pub fn stock_dlls(scenario: &Scenario) -> Option<bool> {
    let specs = scenario.specs();
    let are_stock = specs.iter().all(|dll| matches!(dll.source(), DllSource::Stock(_)));
    are_stock.then(|| specs.iter().all(|dll| is_sound(dll, scenario)))
}

/// Before Server 2003 every DLL must hand out addresses (LOAD-16), and NT 4.0 knows the plain series alone (LOAD-23).
fn is_sound(dll: &Dll, scenario: &Scenario) -> bool {
    let is_fit = if scenario.profile.is_2000_or_earlier() {
        dll.addresses == Some(true) && dll.series.as_deref() == Some(&[Series::Plain])
    } else {
        dll.addresses.is_none() && dll.series.is_none()
    };
    is_fit && dll.table.is_none() && dll.script.is_none()
}
