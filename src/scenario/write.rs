//! Scenarios as the text of a file.

use std::fmt::{self, Display};
use std::net::IpAddr;

use super::dll::{CallBack, Dll, Give, Notify, Script};
use super::file::Scenario;
use super::text::quoted;

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
        if let Some(clock) = self.clock {
            text += &format!("clock = \"{clock}\"\n");
        }
        text += "steps = [\n";
        for step in &self.steps {
            text += &format!("  {step},\n");
        }
        text += "]\n";
        let readings =
            self.policy.changed().map(|(field, reading)| format!("{field} = {}\n", quoted(reading)));
        let readings: Vec<String> = readings.collect();
        if !readings.is_empty() {
            text += &format!("\n[policy]\n{}", readings.concat());
        }
        text += &self.registry.to_toml();
        // A file has one or the other; the list goes before.
        for dll in self.dlls.iter().filter(|_| self.dll_path.is_none()) {
            text += &format!("\n[[dll]]\n{dll}");
        }
        for rule in &self.always {
            text += &format!("\n[[always]]\n{}", rule.to_toml());
        }
        text
    }
}

/// The text of its file: what a test that fails prints can be saved and played.
impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_toml())
    }
}

/// Writes the lines below `[[dll]]`.
impl Display for Dll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.given().0.iter().try_for_each(|(key, value)| writeln!(f, "{key} = {value}"))?;
        let Some(script) = &self.script else { return Ok(()) };
        // The header comes first, as an empty script is not the same as none.
        writeln!(f, "[dll.script]")?;
        given_script(script).0.iter().try_for_each(|(key, value)| writeln!(f, "{key} = {value}"))
    }
}

impl Dll {
    /// The keys that are given, in the order in which they are written.
    pub(super) fn given_keys(&self) -> impl Iterator<Item = &'static str> {
        self.given().0.into_iter().map(|(key, _)| key).chain(self.script.as_ref().map(|_| "script"))
    }

    fn given(&self) -> Given {
        let Self { stock, path, name, guard, after_call, series, table, addresses, .. } = self;
        let Self { users, links, first, size, states, script: _, .. } = self;
        let mut given = Given::default();
        given.word("stock", stock);
        given.word("path", path);
        given.word("name", name);
        given.word("guard", guard);
        given.word("after-call", after_call);
        given.list("series", series.as_deref());
        given.plain("table", table);
        given.plain("addresses", addresses);
        given.list("users", users.as_deref());
        given.plain("links", links);
        given.word("first", first);
        given.plain("size", size);
        given.list("states", states.as_deref());
        given
    }
}

/// Keys with their values as TOML spells them, without those that are absent.
#[derive(Default)]
struct Given(Vec<(&'static str, String)>);

impl Given {
    fn plain(&mut self, key: &'static str, value: &Option<impl Display>) {
        self.0.extend(value.as_ref().map(|value| (key, value.to_string())));
    }

    fn word(&mut self, key: &'static str, value: &Option<impl Display>) {
        self.plain(key, &value.as_ref().map(|value| quoted(&value.to_string())));
    }

    fn list<T: Display>(&mut self, key: &'static str, values: Option<&[T]>) {
        let list = values.map(|values| {
            let words: Vec<String> = values.iter().map(|value| quoted(&value.to_string())).collect();
            format!("[{}]", words.join(", "))
        });
        self.plain(key, &list);
    }
}

fn given_script(script: &Script) -> Given {
    let Script { missing, exports, slots, revision, initialize, terminate, true_is, .. } = script;
    let Script { refuse_users, refuse_ports, refuse_states, refuse_endpoints, preauth, .. } = script;
    let Script { ipv4, ipv4_result, ipv6, ipv6_result, notify, release6, faults, dies, .. } = script;
    let Script { calls, timer, watch, .. } = script;
    let default = Script::default();
    let mut given = Given::default();
    given.plain("missing", &Some(*missing));
    given.list("exports", exports.as_deref());
    given.list("slots", slots.as_deref());
    given.plain("revision", revision);
    given.word("initialize", &Some(*initialize).filter(|code| *code != default.initialize));
    given.word("terminate", &Some(*terminate).filter(|code| *code != default.terminate));
    given.plain("true-is", true_is);
    given.list("refuse-users", some(refuse_users));
    given.list("refuse-ports", some(refuse_ports));
    given.list("refuse-states", some(refuse_states));
    given.list("refuse-endpoints", some(refuse_endpoints));
    given.word("preauth", &Some(*preauth).filter(|code| *code != default.preauth));
    given.word("ipv4", ipv4);
    given.word("ipv4-result", ipv4_result);
    given.word("ipv6", ipv6);
    given.word("ipv6-result", ipv6_result);
    given.word("notify", &Some(*notify).filter(|notify| *notify != default.notify));
    given.word("release6", &Some(*release6).filter(|code| *code != default.release6));
    given.list("faults", some(faults));
    given.list("dies", some(dies));
    let calls: Vec<String> = calls.iter().map(call_back).collect();
    given.plain("calls", &some(&calls).map(|calls| format!("[{}]", calls.join(", "))));
    given.list("timer", some(timer));
    given.list("watch", some(watch));
    given
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
