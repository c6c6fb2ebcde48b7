//! A debugger that stops at the call of a finding.

use std::process::Command;

use mockras::check::{Kind, Verdict, Verdicts};
use mockras::model::Via;
use mockras::scenario::Scenario;
use mockras::transcript::{EntryKind, Transcript};

use super::judged::played_again;
use crate::exit::UserError;
use crate::setup::Setup;
use crate::terminal::tell;

/// Where it is to stop.
pub(super) struct Stop {
    /// The function of the DLL.
    function: String,
    /// How often that is called before.
    before: usize,
    /// The command in which it is called.
    words: Vec<String>,
}

impl Stop {
    /// The first finding of a run that is about a call of an exported function of a native DLL, errors before all else.
    pub(super) fn of(
        scenario: &Scenario,
        transcript: &Transcript,
        verdicts: &Verdicts,
        name: &str,
        setup: &Setup,
    ) -> Option<Self> {
        let specs = scenario.specs();
        let is_native = |dll: u8| specs.get(usize::from(dll)).is_some_and(|dll| dll.path.is_some());
        let found = verdicts.outcomes.iter().flat_map(|outcome| match &outcome.verdict {
            Verdict::Broken(findings) => findings.as_slice(),
            Verdict::Held | Verdict::NotApplicable | Verdict::Inconclusive => &[],
        });
        let calls =
            found.filter_map(|finding| Some((finding.kind, finding.spot.at.entry, finding.spot.call?)));
        let (_, last, (_, entry)) = calls
            .filter(|(_, _, (instance, entry))| is_native(instance.dll) && entry.via == Via::Export)
            .min_by_key(|(kind, at, _)| (*kind != Kind::Error, *at))?;
        let until = transcript.entries.iter().take(last + 1);
        let asked = until.filter(|made| match &made.kind {
            EntryKind::Asked(ask) => ask.entry == entry && is_native(ask.instance.dll),
            _ => false,
        });
        let words = played_again("run", name, &setup.in_process())?;
        Some(Self { function: entry.callout.export(), before: asked.count().saturating_sub(1), words })
    }

    /// The arguments of gdb, for the command in this file.
    fn arguments(&self, program: &str) -> Vec<String> {
        let mut arguments = vec!["-q".to_owned()];
        let mut say = |command: String| arguments.extend(["-ex".to_owned(), command]);
        // No library is loaded yet.
        say("set breakpoint pending on".to_owned());
        say(format!("break {}", self.function));
        if self.before > 0 {
            say(format!("ignore 1 {}", self.before));
        }
        say("run".to_owned());
        arguments.extend(["--args".to_owned(), program.to_owned()]);
        arguments.extend(self.words.iter().cloned());
        arguments
    }

    /// Shows the command that stops there, and runs it.
    pub(super) fn run(&self) -> Result<(), UserError> {
        let shown: Vec<String> = ["gdb".to_owned()].into_iter().chain(self.arguments("mockras")).collect();
        let line = shlex::try_join(shown.iter().map(String::as_str)).unwrap_or_else(|_| shown.join(" "));
        tell(format_args!("debug: {line}"));
        let own = std::env::current_exe().ok().and_then(|own| own.into_os_string().into_string().ok());
        let own = own.ok_or_else(|| UserError::new("--debug: the program of the command cannot be found"))?;
        Command::new("gdb").args(self.arguments(&own)).status().map(drop).map_err(|error| {
            UserError::new(format!("--debug: gdb cannot be started: {error}"))
                .hint("install it (`apt-get install gdb`), or give the command above to another debugger")
        })
    }
}
