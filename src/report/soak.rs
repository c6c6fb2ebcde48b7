//! The report of a soak, as text and as JSON.

use serde::Serialize;

use super::layout;
use super::words::{counted, visible};

/// The version of the JSON form.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines.
const SPREAD: usize = 3;

/// What came of conversations that were repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SoakReport {
    /// The version of the JSON form.
    #[serde(rename = "mockras-soak")]
    pub format: u32,
    /// The version of mockras.
    pub mockras: String,
    /// The DLLs that all conversations were played against; empty if each was played against its own.
    pub dlls: Vec<String>,
    /// What else was asked for, as flags.
    pub flags: Vec<String>,
    /// Where native DLLs ran, if that was another system than that of mockras.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// How many conversations were to be repeated.
    pub asked: u64,
    /// How many were.
    pub conversations: u64,
    /// In how many of them the service has started.
    pub started: u64,
    /// How many cycles they had together.
    pub cycles: u64,
    /// In how many of them the resources of processes were measured.
    pub measured: u64,
    /// Why one was cut short, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    /// Why the service did not start, where it first did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What was found, by signature.
    pub findings: Vec<FoundBySoak>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FoundBySoak {
    /// What its repeats have in common.
    pub signature: String,
    /// The id of the rule, or of the row of the catalogue.
    pub rule: String,
    /// What it says in a few words.
    pub name: String,
    /// The first conversation that shows it.
    pub conversation: String,
    /// How many cycles it takes there.
    pub cycles: u32,
    /// What there is to say: a label of at most nine characters, and a text.
    pub lines: Vec<(String, String)>,
    /// How many conversations show it.
    pub times: u64,
    /// Where it is saved; nothing if it could not be.
    pub file: Option<String>,
    /// The command that shows it again.
    pub command: Option<String>,
    /// The transcript of the cycle that shows it, as text.
    #[serde(skip)]
    pub transcript: String,
}

impl SoakReport {
    /// The report as a JSON document.
    pub fn to_json(&self) -> String {
        layout::document(self, SPREAD)
    }

    /// What was found, and at the end in a few lines what was played.
    pub fn to_text(&self) -> String {
        let found: String = self.findings.iter().map(FoundBySoak::told).collect();
        found + &self.summary()
    }

    /// What was played, in a few lines.
    pub fn summary(&self) -> String {
        let conversations = counted(self.conversations, "conversation");
        let mut text = format!("{conversations}, {} in all\n", counted(self.cycles, "cycle"));
        text += &match self.measured {
            0 => "memory, handles and threads were not measured: no native DLL ran in a process of its own\n"
                .to_owned(),
            many if many == self.conversations => "memory, handles and threads were measured\n".to_owned(),
            many => format!("memory, handles and threads were measured in {many} of them\n"),
        };
        if self.started < self.conversations {
            let started = counted(self.started, "conversation");
            let why = self.trouble.as_ref().map(|why| format!(" ({})", visible(why))).unwrap_or_default();
            text += &format!("the service started in {started}{why}\n");
        }
        if let Some(system) = &self.system {
            text += &format!("native DLLs ran on {}\n", visible(system));
        }
        if let Some(why) = &self.cut {
            text += &format!("a conversation was cut short: {}\n", visible(why));
        }
        text
    }
}

impl FoundBySoak {
    /// The finding as a case keeps it.
    pub fn kept(&self) -> String {
        let mut text = format!("error: {} {}\n", self.rule, self.name);
        let mut line = |label: &str, told: &str| text += &format!("  {label:<9}  {}\n", visible(told));
        line("in", &self.conversation);
        self.lines.iter().for_each(|(label, told)| line(label, told));
        text
    }

    /// The finding as it is told.
    fn told(&self) -> String {
        let mut text = self.kept();
        let mut line = |label: &str, told: &str| text += &format!("  {label:<9}  {}\n", visible(told));
        if self.times > 1 {
            line("met in", &counted(self.times, "conversation"));
        }
        match &self.command {
            Some(command) => line("reproduce", command),
            None => line("saved", "it could not be"),
        }
        text + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_come_first_and_one_summary_follows() {
        let found = FoundBySoak {
            signature: "DRIFTS AcceptNewConnection2".to_owned(),
            rule: "DRIFTS".to_owned(),
            name: "what-repeats-shows-the-same".to_owned(),
            conversation: "a.toml".to_owned(),
            cycles: 3,
            lines: vec![("cycle".to_owned(), "3".to_owned())],
            times: 2,
            file: None,
            command: None,
            transcript: String::new(),
        };
        let report = SoakReport {
            format: FORMAT,
            mockras: "1".to_owned(),
            dlls: Vec::new(),
            flags: Vec::new(),
            system: None,
            asked: 2,
            conversations: 2,
            started: 1,
            cycles: 6,
            measured: 0,
            cut: None,
            trouble: Some("ras/1: no\nfile".to_owned()),
            findings: vec![found],
        };
        let expected = "\
error: DRIFTS what-repeats-shows-the-same
  in         a.toml
  cycle      3
  met in     2 conversations
  saved      it could not be

2 conversations, 6 cycles in all
memory, handles and threads were not measured: no native DLL ran in a process of its own
the service started in 1 conversation (ras/1: no\\nfile)
";
        assert_eq!(report.to_text(), expected);
        let json = report.to_json();
        assert!(json.contains("\"mockras-soak\": 1") && json.contains("\"signature\": \"DRIFTS"), "{json}");
    }
}
