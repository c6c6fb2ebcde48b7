//! What counts against a DLL: the Windows versions it is for, the readings that count, and which kinds of findings fail.

use std::str::FromStr;

use clap::Args;
use mockras::check::{Kind, Readings};
use mockras::ras::{Policy, Profile, ProfileError};

use super::exit::UserError;
use super::flag_value::Reading;
use super::terminal::tell;

/// The Windows versions that a DLL is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profiles {
    text: String,
    /// The versions, each once, in the order in which they were named.
    pub(super) list: Vec<Profile>,
}

impl FromStr for Profiles {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut list = Vec::new();
        if text == "all" {
            list.extend(Profile::ALL);
        } else {
            for name in text.split(',') {
                let profile: Profile = name.trim().parse()?;
                if !list.contains(&profile) {
                    list.push(profile);
                }
            }
        }
        Ok(Self { text: text.to_owned(), list })
    }
}

impl Profiles {
    /// The only version, for verbs that play one.
    pub(super) fn one(&self) -> Result<Profile, UserError> {
        match self.list[..] {
            [only] => Ok(only),
            _ => {
                Err(UserError::new(format!("--profile: expected one Windows version, found `{}`", self.text))
                    .hint("`mockras check` and `mockras fuzz` take several"))
            }
        }
    }

    /// Tells which version stands for another that was asked for: no page contrasts those from Server 2012 on.
    pub(super) fn tell_of_others(&self) {
        for (asked, profile) in self.text.split(',').map(str::trim).zip(&self.list) {
            if asked.starts_with("server-") && asked != profile.name() {
                let stands = "stands for Windows Server 2012 and all later versions";
                tell(format_args!("note: {asked} is played as {profile}, which {stands}"));
            }
        }
    }

    /// As it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// What `--readings` says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ReadingsFlag {
    /// The defaults count.
    Default,
    /// Every reading counts.
    All,
    /// This one is played and counts.
    One(Reading),
}

impl FromStr for ReadingsFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "default" => Ok(Self::Default),
            "all" => Ok(Self::All),
            _ if !text.contains('=') => {
                Err(format!("expected `default`, `all` or KEY=VALUE, found `{text}`"))
            }
            _ => text.parse().map(Self::One),
        }
    }
}

/// The flags of verbs that judge a DLL: what counts against it.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[command(next_help_heading = "What counts")]
pub(super) struct VerdictFlags {
    /// Let these readings count: default, all, or KEY=VALUE, which is played as well
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    readings: Vec<ReadingsFlag>,
    /// Fail also on findings of this kind: open or advice
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = denied)]
    deny: Vec<Kind>,
    /// Play hostile structures too, which no page speaks of
    #[arg(long)]
    pub(super) hostile: bool,
}

fn denied(text: &str) -> Result<Kind, String> {
    match text.parse::<Kind>() {
        Ok(kind) if kind != Kind::Error => Ok(kind),
        _ => Err(format!("expected `open` or `advice`, found `{text}`")),
    }
}

impl VerdictFlags {
    /// The single readings that are asked for.
    pub(super) fn chosen(&self) -> Vec<Reading> {
        let one = |flag: &ReadingsFlag| match flag {
            ReadingsFlag::One(reading) => Some(reading.clone()),
            ReadingsFlag::Default | ReadingsFlag::All => None,
        };
        self.readings.iter().filter_map(one).collect()
    }

    /// The readings that count, given those that are played because a flag says so.
    pub(super) fn counting(&self, played: &[Reading]) -> Readings {
        let mut policy = Policy::default();
        played.iter().for_each(|reading| reading.put_into(&mut policy));
        let named = |field: &mockras::ras::PolicyField| {
            played
                .iter()
                .any(|reading| reading.names(field.name))
                .then(|| policy.reading(field.name))
                .flatten()
        };
        Readings {
            chosen: Policy::FIELDS.iter().filter_map(|field| Some((field.name, named(field)?))).collect(),
            all: self.readings.contains(&ReadingsFlag::All),
        }
    }

    /// The kinds that fail beside errors.
    pub(super) fn denied(&self) -> Vec<Kind> {
        self.deny.clone()
    }

    /// The flags, as they can be typed. Single readings are among the policies.
    pub(super) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if self.readings.contains(&ReadingsFlag::All) {
            flags.extend(["--readings", "all"]);
        }
        for kind in &self.deny {
            flags.extend(["--deny", kind.word()]);
        }
        if self.hostile {
            flags.push("--hostile");
        }
        flags.into_iter().map(str::to_owned).collect()
    }
}
