//! One place where a rule was broken, as reports tell it.

use std::fmt;

use super::breach::{Breach, DependsOn};
use super::call::Call;
use super::called::called;
use super::catalogue::row;
use super::kind::{Kind, Readings};
use super::look::Look;
use super::row::Row;
use super::rule::Rule;
use super::spot::Spot;
use crate::ras::{HostileSet, Profile};

/// A rule was broken at one place of a transcript.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The id of the row of the catalogue, of those that the rule decides.
    pub row: &'static str,
    /// How much it weighs.
    pub kind: Kind,
    /// The place in the transcript.
    pub spot: Spot,
    /// The Windows version that was played.
    pub profile: Profile,
    /// In which ways structures were wrong on purpose.
    pub hostile: HostileSet,
    /// What the call was made with, if it is about a call that takes something.
    pub called: Option<String>,
    /// The member of a structure, such as `RAS_CONNECTION_0.wszUserName`, or the parameter.
    pub member: Option<String>,
    /// What the transcript shows there.
    pub observed: String,
    /// What the rule expected there.
    pub expected: String,
    /// The reading of an open question that makes it a breach.
    pub depends_on: Option<DependsOn>,
    /// The [signature](Self::signature) of the finding that this one follows from, if it follows from one: it is told there.
    pub follows: Option<String>,
}

impl Finding {
    pub(super) fn of(rule: &'static Rule, breach: Breach, look: &Look<'_>) -> Self {
        let Breach { spot, row: about, member, observed, expected, depends_on, .. } = breach;
        let id = about.unwrap_or(rule.id);
        let call = spot.call.and_then(|_| call_at(look, &spot));
        let finding = Self {
            rule,
            row: id,
            kind: Kind::Error,
            spot,
            profile: look.profile(),
            hostile: look.header.hostile,
            called: call.and_then(|call| called(call.question)),
            member,
            observed,
            expected,
            depends_on,
            follows: None,
        };
        Self { kind: finding.kind_under(&Readings::default()), ..finding }
    }

    /// How much it weighs if these readings count, as far as the run alone tells.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.kind_under(&Readings::default()), Kind::Error);
    /// ```
    pub fn kind_under(&self, readings: &Readings) -> Kind {
        let kind = Kind::of_row(self.duty());
        let is_counting = self.depends_on.is_none_or(|reading| readings.counts(&reading));
        if kind == Kind::Error && !is_counting { Kind::Open } else { kind }
    }

    /// The duty that was broken, and where it is documented; none for a rule that decides no row of the catalogue.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.duty().map(|row| row.id), Some("IP4-19"));
    /// ```
    pub fn duty(&self) -> Option<&'static Row> {
        row(self.row)
    }

    /// Whether it is about a call that did not return.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert!(!finding.is_fault());
    /// ```
    pub fn is_fault(&self) -> bool {
        self.rule.id == RETURNS
    }

    /// What there is to say, in order: a label of at most nine characters, and a text without line breaks.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.lines()[0].0, "where");
    /// ```
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("where", format!("{}, on {}", self.spot, self.profile))];
        lines.extend(self.called.as_deref().map(|called| ("called", on_one_line(called))));
        lines.extend(self.member.as_deref().map(|member| ("member", on_one_line(member))));
        lines.push(("observed", on_one_line(&self.observed)));
        lines.push(("expected", on_one_line(&self.expected)));
        if !self.hostile.is_empty() {
            lines.push(("hostile", self.hostile.to_string()));
        }
        if let Some(row) = self.duty() {
            lines.push(("duty", format!("{}: {} ({})", row.id, row.duty, row.strength)));
            lines.extend(row.pages.first().map(|page| ("", page.url.to_owned())));
        } else {
            lines.push(("duty", format!("{}: {}", self.rule.id, self.rule.summary())));
        }
        lines.extend(self.depends_on.map(|reading| ("reading", reading.to_string())));
        lines
    }

    /// What findings have in common that reports tell together: a call that did not return has its own
    /// [signature](Self::signature), and all else is told by rule, with every entry point and member that it was met at.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.group(), "IP4-19 error");
    /// ```
    pub fn group(&self) -> String {
        if self.is_fault() { self.signature() } else { format!("{} {}", self.rule.id, self.kind) }
    }

    /// The line of a source file of the DLL, if what ended a call is told by one: `crash: SIGSEGV, in gate (gate.c:41)`.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.source(), None); // It is about a call that returned.
    /// ```
    pub fn source(&self) -> Option<(&str, u32)> {
        let (_, place) = self.observed.rsplit_once(", in ").filter(|_| self.is_fault())?;
        let (file, line) = place.strip_suffix(')')?.rsplit_once('(')?.1.rsplit_once(':')?;
        Some((file, line.parse().ok()?))
    }

    /// `error: IP4-08 notify-is-written`.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.title(), "error: IP4-19 address-has-one-user");
    /// ```
    pub fn title(&self) -> String {
        format!("{}: {} {}", self.kind, self.rule.id, self.rule.name)
    }

    /// What all findings of one cause have in common. What ended a call is known by its place in the DLL, as far as that
    /// is told; everything else by rule, entry point and member.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// # let finding = verdicts.findings().next().expect("the fault breaks a rule");
    /// assert_eq!(finding.signature(), "IP4-19 GetIpAddressForUser *lpdwIpAddress");
    /// ```
    pub fn signature(&self) -> String {
        if self.rule.is_expectation() {
            return self.rule.id.to_owned();
        }
        let call = self.spot.call.map(|(_, entry)| entry.callout.word()).unwrap_or_default();
        let rest = match (self.is_fault(), &self.member) {
            (true, _) => return format!("{} {}", self.rule.id, cause(&self.observed, call)),
            (false, Some(member)) => bare_member(member),
            (false, None) => "",
        };
        [self.rule.id, call, rest].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The rule that is about calls that do not return.
const RETURNS: &str = "RUN-01";

/// The call at this place.
fn call_at<'l, 'a>(look: &'l Look<'a>, spot: &Spot) -> Option<&'l Call<'a>> {
    let after = look.calls().partition_point(|call| call.at <= spot.at);
    let call = look.calls().get(after.checked_sub(1)?)?;
    (spot.call == Some((call.instance, call.entry))).then_some(call)
}

/// What ended a call: the place in the DLL if there is one, since the address that was touched there is chance; else the
/// text without its numbers. A hang says nothing but at which entry point.
fn cause(observed: &str, call: &str) -> String {
    const HANG: &str = "hang: did not return";
    if observed.starts_with(HANG) {
        return format!("{call} {HANG}").trim_start().to_owned();
    }
    // What a panic says is the DLL's, but for its place.
    let is_panic = observed.starts_with("panic: ");
    if let Some(place) = place_of_panic(observed) {
        return format!("panic: {place}");
    }
    if let Some((_, place)) = observed.rsplit_once(", in ").filter(|_| !is_panic) {
        return place.to_owned();
    }
    let mut text = String::new();
    for c in observed.chars() {
        match c {
            '0'..='9' if text.ends_with('#') => {}
            '0'..='9' => text.push('#'),
            c => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file and the line of a panic, which stand at its end: `panic: no address is left (src/gate.rs:41)`.
fn place_of_panic(observed: &str) -> Option<&str> {
    let (_, place) = observed.strip_prefix("panic: ")?.strip_suffix(')')?.rsplit_once(" (")?;
    let (file, line) = place.rsplit_once(':')?;
    let is_place = !file.is_empty() && !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    is_place.then_some(place)
}

/// A member without its place in an array. The slots of a table are one: who forgets some has one defect.
fn bare_member(member: &str) -> &str {
    let member = member.split_once('[').map_or(member, |(member, _)| member);
    member
        .split_once('.')
        .filter(|(table, _)| *table == "MPRAPI_ADMIN_DLL_CALLBACKS")
        .map_or(member, |(table, _)| table)
}

/// The rule, and a line for each thing there is to say.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title())?;
        self.lines().iter().try_for_each(|(label, text)| writeln!(f, "  {label:<9}  {text}"))
    }
}

/// `text` on one line: what DLLs and files say may hold anything.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}
