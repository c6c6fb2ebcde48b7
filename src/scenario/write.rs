//! Scenarios as the text of a file.

use std::fmt::{self, Display};
use std::net::IpAddr;

use super::dll::{CallBack, Dll, Give, Notify, Script};
use super::file::Scenario;
use super::text::quoted;
use crate::ras::Policy;

impl Scenario {
    /// The text of a file that holds this scenario: it reads back as the same one. What is the default is left out.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
    /// let text = scenario.to_toml();
    /// assert!(text.contains(r#"  { dial = { port = "VPN2-0", user = "alice" } },"#));
    /// assert_eq!(Scenario::parse(&text, "a.toml"), Ok(scenario));
    /// ```
    pub fn to_toml(&self) -> String {
        let default = Self::default();
        let mut text = String::new();
        if self.profile != default.profile {
            text += &format!("profile = {}\n", quoted(self.profile.name()));
        }
        if let Some(list) = &self.dll_path {
            text += &format!("dll-path = {}\n", quoted(list.text()));
        }
        if !self.hostile.is_empty() {
            let words: Vec<String> = self.hostile.iter().map(|kind| quoted(kind.word())).collect();
            text += &format!("hostile = [{}]\n", words.join(", "));
        }
        text += "steps = [\n";
        for step in &self.steps {
            text += &format!("  {step},\n");
        }
        text += "]\n";
        let readings: Vec<String> = changed(&self.policy).collect();
        if !readings.is_empty() {
            text += &format!("\n[policy]\n{}", readings.concat());
        }
        // A file has one or the other; the list goes before.
        for dll in self.dlls.iter().filter(|_| self.dll_path.is_none()) {
            text += &format!("\n[[dll]]\n{dll}");
        }
        text
    }
}

fn changed(policy: &Policy) -> impl Iterator<Item = String> {
    let default = Policy::default();
    Policy::FIELDS.iter().filter_map(move |field| {
        let reading =
            policy.reading(field.name).filter(|reading| default.reading(field.name) != Some(reading));
        reading.map(|reading| format!("{} = {}\n", field.name, quoted(reading)))
    })
}

/// Writes the lines below `[[dll]]`.
impl Display for Dll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stock, path, name, guard, after_call, series, table, addresses, .. } = self;
        let Self { users, links, first, size, states, script, .. } = self;
        let mut lines = Lines { out: f, prefix: "" };
        lines.word("stock", stock)?;
        lines.word("path", path)?;
        lines.word("name", name)?;
        lines.word("guard", guard)?;
        lines.word("after-call", after_call)?;
        lines.list("series", series.as_deref())?;
        lines.plain("table", table)?;
        lines.plain("addresses", addresses)?;
        lines.list("users", users.as_deref())?;
        lines.plain("links", links)?;
        lines.word("first", first)?;
        lines.plain("size", size)?;
        lines.list("states", states.as_deref())?;
        script.as_ref().map_or(Ok(()), |script| lines.script(script))
    }
}

/// Writes lines `key = value`, and leaves out what is absent.
struct Lines<'a, 'b> {
    out: &'a mut fmt::Formatter<'b>,
    prefix: &'static str,
}

impl Lines<'_, '_> {
    fn plain(&mut self, key: &str, value: &Option<impl Display>) -> fmt::Result {
        let Some(value) = value else { return Ok(()) };
        writeln!(self.out, "{}{key} = {value}", self.prefix)
    }

    fn word(&mut self, key: &str, value: &Option<impl Display>) -> fmt::Result {
        self.plain(key, &value.as_ref().map(|value| quoted(&value.to_string())))
    }

    fn list<T: Display>(&mut self, key: &str, values: Option<&[T]>) -> fmt::Result {
        let list = values.map(|values| {
            let words: Vec<String> = values.iter().map(|value| quoted(&value.to_string())).collect();
            format!("[{}]", words.join(", "))
        });
        self.plain(key, &list)
    }

    /// Writes a script. Its header comes first, as an empty script is not the same as none.
    fn script(&mut self, script: &Script) -> fmt::Result {
        let Script { missing, exports, slots, revision, initialize, terminate, true_is, .. } = script;
        let Script { refuse_users, refuse_ports, refuse_states, refuse_endpoints, preauth, .. } = script;
        let Script {
            ipv4, ipv4_result, ipv6, ipv6_result, notify, release6, faults, dies, calls, watch, ..
        } = script;
        let default = Script::default();
        writeln!(self.out, "[dll.script]")?;
        self.plain("missing", &Some(*missing))?;
        self.list("exports", exports.as_deref())?;
        self.list("slots", slots.as_deref())?;
        self.plain("revision", revision)?;
        self.word("initialize", &Some(*initialize).filter(|code| *code != default.initialize))?;
        self.word("terminate", &Some(*terminate).filter(|code| *code != default.terminate))?;
        self.plain("true-is", true_is)?;
        self.list("refuse-users", some(refuse_users))?;
        self.list("refuse-ports", some(refuse_ports))?;
        self.list("refuse-states", some(refuse_states))?;
        self.list("refuse-endpoints", some(refuse_endpoints))?;
        self.word("preauth", &Some(*preauth).filter(|code| *code != default.preauth))?;
        self.word("ipv4", ipv4)?;
        self.word("ipv4-result", ipv4_result)?;
        self.word("ipv6", ipv6)?;
        self.word("ipv6-result", ipv6_result)?;
        self.word("notify", &Some(*notify).filter(|notify| *notify != default.notify))?;
        self.word("release6", &Some(*release6).filter(|code| *code != default.release6))?;
        self.list("faults", some(faults))?;
        self.list("dies", some(dies))?;
        let calls: Vec<String> = calls.iter().map(call_back).collect();
        self.plain("calls", &some(&calls).map(|calls| format!("[{}]", calls.join(", "))))?;
        self.list("watch", some(watch))
    }
}

fn call_back(CallBack { function, inside }: &CallBack) -> String {
    format!(r#"{{ function = "{function}", inside = "{inside}" }}"#)
}

fn some<T>(values: &[T]) -> Option<&[T]> {
    Some(values).filter(|values| !values.is_empty())
}

impl<A: Copy + Into<IpAddr>> Display for Give<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Left => f.write_str("left"),
            Self::Kept => f.write_str("kept"),
            Self::Zero => f.write_str("zero"),
            Self::Address(address) => (*address).into().fmt(f),
        }
    }
}

impl Display for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Unwritten => f.write_str("unwritten"),
        }
    }
}
