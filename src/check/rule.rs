//! What a rule is.

use super::catalogue::row;
use super::example::{Breaks, ExampleError, read};
use super::judge::Judge;
use super::kind::Kind;
use super::look::Look;
use super::row::Row;
use crate::ras::word_names;
use crate::transcript::{Transcript, TranscriptError};

/// One check of a transcript, for one duty of the catalogue or several that it decides together, or for a duty of your own.
///
/// [`rule!`](crate::rule) declares one.
#[derive(Debug)]
pub struct Rule {
    /// The id of the row that it decides before all others, such as `IP4-08`.
    pub id: &'static str,
    /// The duty in a few words, such as `notify-is-written`.
    pub name: &'static str,
    /// The explanation: what the documentation says, and how the check decides.
    pub explanation: &'static str,
    /// The ids of all rows that it decides, its own first.
    pub decides: &'static [&'static str],
    /// What a run must reach for the rule to apply.
    pub applies_to: Reach,
    /// The check that decides the rule.
    pub check: Check,
    /// A transcript that keeps it; see [`Rule::example_that_holds`].
    pub holds: &'static str,
    /// A transcript that breaks it; see [`Rule::example_that_breaks`].
    pub breaks: Breaks,
    /// The seeded fault that makes a DLL break it. Every rule of mockras itself has one.
    pub fault: Option<&'static str>,
}

/// The id of the rule that stands for all expectations.
pub(super) const EXPECT: &str = "EXPECT";

/// How a rule is decided.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Check {
    /// It is decided from one transcript.
    Run(fn(&Look<'_>, &mut Judge<'_>)),
    /// It is decided from a transcript and another of the same scenario: its twin.
    Pair(Twin, fn(&Look<'_>, &Look<'_>, &mut Judge<'_>)),
    /// It stands for what the transcript says is expected: each expectation is a rule of its own.
    Expectations,
}

word_names! {
    /// How the same scenario is played a second time, for rules that compare. Where several of them show something, the
    /// first is told, and the others with it.
    #[non_exhaustive]
    pub enum Twin {
        /// It is played once more, in fresh processes and at another second where native DLLs are played (REPEATS).
        Again "again",
        /// It is played with all of the service in one process (SERIAL-06).
        OneProcess "one-process",
        /// It is played once more, with native DLLs called on several threads in turn (THREADS).
        Threads "threads",
        /// It is played under another reading of an open question (READINGS).
        Reread "reread",
        /// It is played with another user, who dials in first and stays (BYSTANDER).
        Bystander "bystander",
        /// It is played with a user of the first one's name from another domain, who dials in first and stays (NAMESAKE).
        Namesake "namesake",
        /// It is played with users who dial one after the other dialling the other way round (DIAL-ORDER).
        Swapped "swapped",
        /// It is played with all ports renamed (PORT-NAMES).
        Renamed "renamed",
        /// It is played three times in one life of the service, up to its first stop (DRIFTS, RUNS-OUT).
        Cycles "cycles",
    }
}

impl Twin {
    /// What a rule compares a run with, in words.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Twin::Again.summary(), "a second play of the same scenario");
    /// ```
    pub fn summary(self) -> &'static str {
        match self {
            Self::OneProcess => "one in which the service is a single process",
            Self::Again => "a second play of the same scenario",
            Self::Threads => "a second play in which DLLs are called on several threads in turn",
            Self::Reread => "one under another reading of an open question",
            Self::Cycles => "three of them in one life of the service",
            Self::Bystander => "one in which another user dials in first and stays",
            Self::Namesake => "one in which a namesake of the first user dials in first and stays",
            Self::Swapped => "one in which users dial the other way round",
            Self::Renamed => "one in which all ports have other names",
        }
    }
}

/// The twins of a run, as far as they were played.
#[derive(Debug, Clone, Default)]
pub struct Twins<'a> {
    played: Vec<(Twin, &'a Transcript)>,
}

impl<'a> Twins<'a> {
    /// The twin that this rule compares with and no other, such as that of an example.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let rule = rule_of("REPEATS").expect("a rule of that id");
    /// assert!(Twins::of(rule, Some(&run)).twin(Twin::Again).is_some());
    /// ```
    pub fn of(rule: &Rule, transcript: Option<&'a Transcript>) -> Self {
        match (rule.check, transcript) {
            (Check::Pair(twin, _), Some(transcript)) => Self::default().with(twin, transcript),
            (Check::Pair(..), None) | (Check::Run(_) | Check::Expectations, _) => Self::default(),
        }
    }

    /// The same, and this twin.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let twins = Twins::default().with(Twin::Again, &run);
    /// let repeats = rule_of("REPEATS").expect("a rule of that id");
    /// assert!(matches!(judge(&run, twins, &[repeats]).outcomes[0].verdict, Verdict::Held));
    /// ```
    #[must_use]
    pub fn with(mut self, twin: Twin, transcript: &'a Transcript) -> Self {
        self.played.push((twin, transcript));
        self
    }

    /// The transcript of this twin.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let twins = Twins::default().with(Twin::Again, &run);
    /// assert_eq!(twins.twin(Twin::Again), Some(&run));
    /// assert_eq!(twins.twin(Twin::Reread), None);
    /// ```
    pub fn twin(&self, twin: Twin) -> Option<&'a Transcript> {
        self.played.iter().find(|(played, _)| *played == twin).map(|(_, transcript)| *transcript)
    }
}

word_names! {
    /// What a run must reach for a rule to apply.
    #[non_exhaustive]
    pub enum Reach {
        /// A DLL is loaded.
        Load "a DLL that loads",
        /// A DLL is initialised.
        Start "an initialisation",
        /// The service cannot start.
        FailedStart "a start that fails",
        /// A DLL fills the callbacks table.
        Table "a callbacks table",
        /// A call of any kind.
        Call "a call",
        /// A user dials.
        Dial "a dial",
        /// A DLL is asked about a connection.
        Accept "a connection that a DLL is asked about",
        /// A DLL refuses something.
        Refusal "a refusal",
        /// A DLL is asked about a link.
        Link "a link that a DLL is asked about",
        /// A link or a connection ends.
        Hangup "a hang-up",
        /// A DLL is asked for an IPv4 address.
        Ipv4 "a DLL that is asked for an IPv4 address",
        /// A DLL is asked for an IPv6 address.
        Ipv6 "a DLL that is asked for an IPv6 address",
        /// A quarantine state changes.
        Reauthentication "a change of the quarantine state",
        /// The endpoints of an IKEv2 tunnel move.
        Endpoint "a change of tunnel endpoints",
        /// A client comes pre-authenticated.
        PreAuthentication "a pre-authenticated client",
        /// A DLL is terminated.
        Stop "a termination",
        /// A call does not return.
        Fault "a call that does not return",
        /// Several DLLs are registered.
        SeveralDlls "several DLLs",
        /// The Windows version is 2000 or NT 4.0.
        OldWindows "Windows 2000 or NT 4.0",
        /// The service runs as two processes.
        TwoProcesses "a service of two processes",
        /// Somebody expects something.
        Expectation "an expectation",
    }
}

impl Rule {
    /// The rows of the catalogue that it decides, its own first; none for a rule of your own.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// assert_eq!(rule.rows().next().map(|row| row.id), Some("IP4-08"));
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> {
        self.decides.iter().filter_map(|id| row(id))
    }

    /// Whether it is what somebody expects, or stands for all of that.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// assert!(!rule.is_expectation());
    /// ```
    pub fn is_expectation(&self) -> bool {
        matches!(self.check, Check::Expectations)
    }

    /// How much a breach of it weighs under readings that count.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// assert_eq!(rule.kind(), Kind::Error);
    /// ```
    pub fn kind(&self) -> Kind {
        Kind::of_row(row(self.id))
    }

    /// The first paragraph of [`Rule::explanation`], on one line: the duty, if the catalogue has no row of it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// assert!(!rule.summary().contains('\n'));
    /// ```
    pub fn summary(&self) -> String {
        let lines = self.explanation.lines().map(str::trim).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// [`Rule::explanation`] as lines, without the space that each line of a doc comment begins with.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// assert!(rule.explanation().starts_with(|first: char| first != ' '));
    /// ```
    pub fn explanation(&self) -> String {
        let lines = self.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// The run that keeps the rule and, for a rule that compares, its twin.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// let (kept, _) = rule.example_that_holds()?;
    /// assert_eq!(judge(&kept, Twins::default(), &[rule]).findings().count(), 0);
    /// # Ok::<(), ExampleError>(())
    /// ```
    pub fn example_that_holds(&self) -> Result<(Transcript, Option<Transcript>), ExampleError> {
        Ok(read(self.holds)?)
    }

    /// The run that breaks the rule and, for a rule that compares, its twin.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let rule = rule_of("IP4-08").expect("a rule of that id");
    /// let (broken, _) = rule.example_that_breaks()?;
    /// assert_eq!(judge(&broken, Twins::default(), &[rule]).findings().count(), 1);
    /// # Ok::<(), ExampleError>(())
    /// ```
    pub fn example_that_breaks(&self) -> Result<(Transcript, Option<Transcript>), ExampleError> {
        Ok(read(&self.breaks.text(self.holds)?)?)
    }

    /// Reads a text such as [`Rule::holds`]: a transcript and, for a rule that compares, its twin after it. The header may
    /// be left out, or all of it before the profile: the run is then one on the newest Windows with one DLL.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// let (run, twin) = Rule::example("0.000 c1 link-up port=VPN2-0")?;
    /// assert_eq!((run.entries.len(), twin), (1, None));
    /// # Ok::<(), mockras::transcript::TranscriptError>(())
    /// ```
    pub fn example(text: &str) -> Result<(Transcript, Option<Transcript>), TranscriptError> {
        read(text)
    }
}

/// Declares a rule as the static `RULE`: one check of transcripts, with what explains and proves it.
///
/// The doc comment is the explanation. Then come, in this order:
///
/// - `id`, `name`: what findings call it. An id of a row of the catalogue (`mockras list rules`) makes it decide that row,
///   whose duty and page are then part of each finding; rules of your own have ids of their own.
/// - `also`: further ids that it decides, if there are any.
/// - `applies_to`: what a run must reach for it to apply, a [`Reach`](crate::check::Reach).
/// - `check`: a function that goes through a [`Look`](crate::check::Look) and tells a [`Judge`](crate::check::Judge).
///   `compare(OneProcess)` in the place of `check` is for one that also looks at the same scenario in one process, and so
///   for every other [`Twin`](crate::check::Twin).
/// - `holds`: a small transcript that keeps the rule, as `mockras run` prints one. The header may be left out.
/// - `breaks`: one that breaks it, or the lines in which it differs: `replaces r#"..."# with r#"..."#`, once or several
///   times. What is replaced must be there exactly once.
/// - `fault`: the seeded fault that shows it end to end. Only rules of mockras itself name one.
///
/// A rule that judges a user's own policy, and its use in a test:
///
/// ```
/// use mockras::check::{Family, Judge, Look, Twins, Verdict, judge};
/// use mockras::prelude::*;
/// use mockras::scenario::{Dll, Stock};
///
/// mockras::rule! {
///     /// Mallory is locked out: no DLL may hand an address to that user.
///     id: "HOUSE-01",
///     name: "mallory-gets-no-address",
///     applies_to: Ipv4,
///     check: gets_none,
///     holds: r#"
///          0.000  call   ip/1   GetIpAddressForUser user=mallory port=VPN2-0 offered=10.0.0.2 notify=poison = ERROR_ACCESS_DENIED address=10.0.0.2 notify=FALSE
///     "#,
///     breaks: replaces r#"
///          0.000  call   ip/1   GetIpAddressForUser user=mallory port=VPN2-0 offered=10.0.0.2 notify=poison = ERROR_ACCESS_DENIED address=10.0.0.2 notify=FALSE
///     "# with r#"
///          0.000  call   ip/1   GetIpAddressForUser user=mallory port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
///     "#,
/// }
///
/// fn gets_none(look: &Look<'_>, judge: &mut Judge<'_>) {
///     for call in look.calls_of(Family::Ipv4.get()) {
///         if call.named().is_some_and(|named| *named.user == "mallory") {
///             judge.expect(!call.succeeded(), call, || "an address".to_owned(), "an error");
///         }
///     }
/// }
///
/// // Its examples prove that it can hold and that it can break.
/// let (kept, _) = RULE.example_that_holds()?;
/// assert!(matches!(judge(&kept, Twins::default(), &[&RULE]).outcomes[0].verdict, Verdict::Held));
/// let (broken, _) = RULE.example_that_breaks()?;
/// assert_eq!(judge(&broken, Twins::default(), &[&RULE]).findings().count(), 1);
///
/// // A stock DLL that gives everybody an address.
/// let pool = Scenario { dlls: vec![Dll::stock(Stock::AddressPool)], ..Scenario::of([Step::dial("VPN2-0", "mallory")]) };
/// let run = mockras::run(&pool, &[]);
/// let verdicts = judge(&run, Twins::default(), &[&RULE]);
/// let finding = verdicts.findings().next().expect("the pool knows no mallory");
/// assert!(finding.to_string().starts_with("error: HOUSE-01 mallory-gets-no-address\n"), "{finding}");
/// # Ok::<(), mockras::check::ExampleError>(())
/// ```
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $line:literal])+
        id: $id:literal,
        name: $name:literal,
        $(also: [$($also:literal),+ $(,)?],)?
        applies_to: $reach:ident,
        $kind:ident $(($twin:ident))?: $check:path,
        holds: $holds:literal,
        breaks: $($rest:tt)+
    ) => {
        $(#[doc = $line])+
        #[allow(unreachable_pub, reason = "who may see it is decided by its module")]
        pub static RULE: $crate::check::Rule = $crate::check::Rule {
            id: $id,
            name: $name,
            explanation: concat!($($line, "\n"),+),
            decides: &[$id $($(, $also)+)?],
            applies_to: $crate::check::Reach::$reach,
            check: $crate::rule!(@$kind $($twin)? $check),
            holds: $holds,
            breaks: $crate::rule!(@breaks $($rest)+),
            fault: $crate::rule!(@fault $($rest)+),
        };
    };
    (@check $check:path) => { $crate::check::Check::Run($check) };
    (@compare $twin:ident $check:path) => { $crate::check::Check::Pair($crate::check::Twin::$twin, $check) };
    (@breaks $breaks:literal, $(fault: $fault:literal,)?) => { $crate::check::Breaks::Whole($breaks) };
    (@breaks $(replaces $old:literal with $new:literal),+, $(fault: $fault:literal,)?) => {
        $crate::check::Breaks::Changed(&[$(($old, $new)),+])
    };
    (@fault $breaks:literal, $(fault: $fault:literal,)?) => { $crate::rule!(@named $($fault)?) };
    (@fault $(replaces $old:literal with $new:literal),+, $(fault: $fault:literal,)?) => {
        $crate::rule!(@named $($fault)?)
    };
    (@named) => { None };
    (@named $fault:literal) => { Some($fault) };
}
