//! Scenarios and steps built in Rust, with the words of scenario files.

use std::fmt::Display;
use std::sync::Arc;

use super::dll::Dll;
use super::expect::{Always, Expect};
use super::file::Scenario;
use super::moment::Moment;
use super::step::{AddLink, Dial, EndpointChange, OnPort, PreAuthenticate, QuarantineChange, Step, Traffic};
use super::text::Span;
use crate::ras::{FieldError, Hostile, Name, Profile, Quarantine, Record, did_you_mean};

/// One function for each step that has a body. What else a step says is added by [`Step::with`].
impl Step {
    /// A user dials in on a port. Everything else is at its default.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let step = Step::dial("VPN2-0", "alice").with("domain", "CORP").with("tunnel", Tunnel::Sstp);
    /// let text = r#"{ dial = { port = "VPN2-0", user = "alice", domain = "CORP", tunnel = "sstp" } }"#;
    /// assert_eq!(step.to_string(), text);
    /// ```
    pub fn dial(port: impl Into<Name>, user: impl Into<Name>) -> Self {
        Self::Dial(Dial { port: port.into(), user: user.into(), ..Dial::default() })
    }

    /// A further link, on `port`, joins the connection on `to`.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::add_link("VPN2-1", "VPN2-0")]);
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").links(2);
    /// ```
    pub fn add_link(port: impl Into<Name>, to: impl Into<Name>) -> Self {
        Self::AddLink(AddLink { port: port.into(), to: to.into() })
    }

    /// The link on a port goes down; the last one takes the connection with it.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::drop_link("VPN2-0")]);
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").closed(CloseReason::LastLink);
    /// ```
    pub fn drop_link(port: impl Into<Name>) -> Self {
        Self::DropLink(OnPort { port: port.into() })
    }

    /// The user of a port hangs up the whole connection.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::hang_up("VPN2-0")]);
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").closed(CloseReason::HungUp);
    /// ```
    pub fn hang_up(port: impl Into<Name>) -> Self {
        Self::HangUp(OnPort { port: port.into() })
    }

    /// The administrator ends the whole connection of a port.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::disconnect("VPN2-0")]);
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").closed(CloseReason::Administrator);
    /// ```
    pub fn disconnect(port: impl Into<Name>) -> Self {
        Self::Disconnect(OnPort { port: port.into() })
    }

    /// Data flows over the link on a port: none, unless [`with`](Self::with) says how much.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let step = Step::traffic("VPN2-0").with("sent", 4000).with("crc-errors", 2);
    /// assert_eq!(step.to_string(), r#"{ traffic = { port = "VPN2-0", sent = 4000, crc-errors = 2 } }"#);
    /// ```
    pub fn traffic(port: impl Into<Name>) -> Self {
        Self::Traffic(Traffic { port: port.into(), ..Traffic::default() })
    }

    /// So much virtual time passes.
    ///
    /// ```
    /// use std::time::Duration;
    /// use mockras::prelude::*;
    ///
    /// assert_eq!(Step::wait(Duration::from_secs(90)).to_string(), r#"{ wait = "90s" }"#);
    /// ```
    pub fn wait(time: impl Into<Span>) -> Self {
        Self::Wait(time.into())
    }

    /// The quarantine state of the client on a port changes.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let step = Step::quarantine("VPN2-0", Quarantine::PROBATION).with("probation", "60s");
    /// let text = r#"{ quarantine = { port = "VPN2-0", state = "probation", probation = "60s" } }"#;
    /// assert_eq!(step.to_string(), text);
    /// ```
    pub fn quarantine(port: impl Into<Name>, state: Quarantine) -> Self {
        Self::Quarantine(QuarantineChange { port: port.into(), state, ..QuarantineChange::default() })
    }

    /// The IKEv2 client on a port moves to another endpoint.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let step = Step::endpoint("VPN4-0", "203.0.113.9").with("local", "192.0.2.1");
    /// let text = r#"{ endpoint = { port = "VPN4-0", remote = "203.0.113.9", local = "192.0.2.1" } }"#;
    /// assert_eq!(step.to_string(), text);
    /// ```
    pub fn endpoint(port: impl Into<Name>, remote: impl Into<Name>) -> Self {
        Self::Endpoint(EndpointChange {
            port: port.into(),
            remote: remote.into(),
            ..EndpointChange::default()
        })
    }

    /// An SSTP client presents itself before it dials a port.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let step = Step::pre_authenticate("VPN3-0").with("info", "0a0b0c");
    /// assert_eq!(step.to_string(), r#"{ pre-authenticate = { port = "VPN3-0", info = "0a0b0c" } }"#);
    /// ```
    pub fn pre_authenticate(port: impl Into<Name>) -> Self {
        Self::PreAuthenticate(PreAuthenticate { port: port.into(), ..PreAuthenticate::default() })
    }

    /// Nothing happens, but this is expected to be so now. Verdicts say whether it was.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let connected = Expect::of_port("VPN2-0").state(Fate::Connected).ipv4("10.0.0.0/24");
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::expect(connected)]), &[]);
    /// run.assert_kept();
    /// ```
    ///
    /// # Panics
    ///
    /// If a step cannot expect that, with the reason that a scenario file would be refused for.
    #[track_caller]
    pub fn expect(what: Expect) -> Self {
        what.check_step().unwrap_or_else(|why| panic!("{what}: {why}"));
        Self::Expect(Box::new(what))
    }

    /// The step with a key of its table in scenario files set to a value. A text is read as it is in a file, so that a
    /// backslash in a name is written twice; a [`Name`] is taken as it is.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let by_text = Step::dial("VPN2-0", "alice").with("ipv4", "zero").with("domain", r"CORP\\LAB");
    /// let by_name = Step::dial("VPN2-0", "alice").with("ipv4", "zero").with("domain", Name::from(r"CORP\LAB"));
    /// assert_eq!(by_text, by_name);
    /// ```
    ///
    /// # Panics
    ///
    /// If the step has no such key, or the value is none that the key takes.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        let verb = self.verb();
        let (done, keys) = match &mut self {
            Self::Dial(dial) => set(dial, key, &value),
            Self::AddLink(link) => set(link, key, &value),
            Self::DropLink(on) | Self::HangUp(on) | Self::Disconnect(on) => set(on, key, &value),
            Self::Traffic(traffic) => set(traffic, key, &value),
            Self::Quarantine(change) => set(change, key, &value),
            Self::Endpoint(change) => set(change, key, &value),
            Self::PreAuthenticate(pre) => set(pre, key, &value),
            Self::Start | Self::Stop | Self::Restart | Self::Wait(_) | Self::Expect(_) => {
                panic!("expected a step with keys that can be set, such as `dial`, found `{verb}`")
            }
        };
        match done {
            Ok(()) => self,
            Err(FieldError::Unknown { .. }) => {
                let near = did_you_mean(key, keys.iter().map(String::as_str));
                let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                panic!("expected a key of `{verb}`: {}, found `{key}`{hint}", keys.join(", "))
            }
            Err(wrong) => panic!("`{verb}`, {wrong}"),
        }
    }
}

/// Sets a field, and says which fields there are.
fn set<R: Record>(record: &mut R, key: &str, value: &impl Display) -> (Result<(), FieldError>, Vec<String>) {
    let mut keys = Vec::new();
    record.changes(None, &mut |key, _, _| keys.push(key.to_owned()));
    (record.set(key, &value.to_string()), keys)
}

/// What a scenario says beside its steps.
impl Scenario {
    /// The scenario, played by this Windows version.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]).profile(Profile::Server2008R2);
    /// assert!(scenario.to_toml().starts_with("profile = \"server-2008-r2\"\n"));
    /// ```
    #[must_use]
    pub fn profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// The scenario under this reading of a policy, both by name as `mockras list policies` shows them.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]).reading("series_select", "oldest");
    /// assert!(scenario.to_toml().ends_with("[policy]\nseries_select = \"oldest\"\n"));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such policy, or it has no such reading.
    #[must_use]
    #[track_caller]
    pub fn reading(mut self, policy: &str, reading: &str) -> Self {
        self.policy.set(policy, reading).unwrap_or_else(|error| panic!("{error}"));
        self
    }

    /// The scenario with one more DLL, the last in registry order.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]).size(1);
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool);
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").ipv4("10.8.0.10");
    /// ```
    #[must_use]
    pub fn dll(mut self, dll: Dll) -> Self {
        self.dlls.push(dll);
        self
    }

    /// The scenario with this wrong on purpose, beside what already is.
    ///
    /// ```
    /// use mockras::prelude::*;
    /// use mockras::ras::Hostile;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]).hostile(Hostile::NullHandles);
    /// assert!(scenario.to_toml().starts_with("hostile = [\"null-handles\"]\n"));
    /// ```
    #[must_use]
    pub fn hostile(self, what: Hostile) -> Self {
        Self { hostile: self.hostile.iter().chain([what]).collect(), ..self }
    }

    /// The scenario with this on the clock of the server when it begins.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let clock = "2026-03-01T23:30:00".parse()?;
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]).clock(clock);
    /// assert!(scenario.to_toml().starts_with("clock = \"2026-03-01T23:30:00\"\n"));
    /// # Ok::<(), mockras::ras::WordError>(())
    /// ```
    #[must_use]
    pub fn clock(self, moment: Moment) -> Self {
        Self { clock: Some(moment), ..self }
    }

    /// The scenario with one more thing that is expected all the time, as `mockras.toml` spells it after `[[always]]`.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let rule = Always::new("mallory stays out", Expect::default().state(Fate::Refused)).of_user("mallory");
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "mallory")]).always(rule), &[]);
    /// assert_eq!(run.verdicts().findings().next().map(|finding| finding.rule.id), Some("expect/mallory-stays-out"));
    /// ```
    #[must_use]
    pub fn always(mut self, rule: Always) -> Self {
        self.always.push(rule);
        self
    }

    /// The scenario with one more step, the last.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::default().step(Step::dial("VPN2-0", "alice")).step(Step::Stop);
    /// assert_eq!(scenario, Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]));
    /// ```
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.steps.push(Arc::new(step));
        self
    }
}
