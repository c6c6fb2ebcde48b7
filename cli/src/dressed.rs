//! Text as terminals show it: lines that fit, and colours. What goes into a file or a pipe stays as it is.

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// No terminal is dressed for less.
const NARROWEST: usize = 40;

/// Where the text of a labelled line begins: two blanks, a label of nine, two blanks.
const LABELLED: usize = 13;

/// Where what happens begins in the line of a transcript, after the time.
const HAPPENED: usize = 26;

/// How text is dressed for a stream.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dress {
    /// How many columns there are; none if nothing is to be wrapped.
    width: Option<usize>,
    has_colour: bool,
    /// How many columns of the line at hand are taken.
    column: usize,
}

impl Dress {
    /// That of a stream: for a terminal its width, and colours unless NO_COLOR or its like speaks against it.
    pub(super) fn of<S: anstream::stream::RawStream>(stream: &S) -> Self {
        if !stream.is_terminal() {
            return Self::default();
        }
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            width: columns.map(|columns| columns.max(NARROWEST)),
            has_colour: AutoStream::choice(stream) != ColorChoice::Never,
            column: 0,
        }
    }

    /// The text, dressed. It may end in the middle of a line, and go on there the next time: the transcript of a call that
    /// has not returned yet.
    pub(super) fn put_on(&mut self, text: &str) -> String {
        let mut dressed = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let (bare, end) = line.strip_suffix('\n').map_or((line, ""), |bare| (bare, "\n"));
            let style = if self.has_colour && self.column == 0 { style(bare) } else { Style::new() };
            let fitted =
                if self.column == 0 { self.fitted(&self.compact(bare)) } else { self.continued(bare) };
            dressed += &format!("{style}{fitted}{style:#}{end}");
            let last = fitted.rsplit('\n').next().unwrap_or_default().chars().count();
            let before = if fitted.contains('\n') { 0 } else { self.column };
            self.column = if end.is_empty() { before + last } else { 0 };
        }
        dressed
    }

    /// A line of a transcript without the blanks that align its columns: they take the room of what is to be read.
    fn compact(&self, line: &str) -> String {
        let is_aligned = self.width.is_some() && line.starts_with("     ");
        let Some((time, rest)) = line.split_at_checked(HAPPENED).filter(|_| is_aligned) else {
            return line.to_owned();
        };
        let mut compact = time.to_owned();
        for c in rest.trim_end().chars() {
            if c != ' ' || !compact.ends_with(' ') {
                compact.push(c);
            }
        }
        compact
    }

    /// The line in as many as it takes. Commands stay whole, so that they can be copied.
    fn fitted(&self, line: &str) -> String {
        let is_one_word = !line.trim().contains(' ');
        let is_command = is_one_word
            || line.trim_start().starts_with("mockras ")
            || line.starts_with("  reproduce  ")
            || line.starts_with("  other run  ");
        let Some(width) = self.width.filter(|width| line.chars().count() > *width && !is_command) else {
            return line.to_owned();
        };
        let blanks = line.chars().take_while(|c| *c == ' ').count();
        let indent = match blanks {
            2 => LABELLED,
            LABELLED.. => LABELLED,
            5.. => HAPPENED,
            few => few + 2,
        };
        wrapped(line, width, "", &" ".repeat(indent.min(width / 2)))
    }

    /// What goes on with a line that was begun: on a line of its own if it does not fit. The blanks that align it with those
    /// of other lines are left out, as in [`Self::compact`].
    fn continued(&self, rest: &str) -> String {
        let Some(width) = self.width else { return rest.to_owned() };
        let bare = rest.trim_start_matches(' ');
        let blank = if bare.len() < rest.len() { " " } else { "" };
        if self.column + blank.len() + bare.chars().count() > width {
            let indent = " ".repeat(HAPPENED.min(width / 2));
            format!("\n{}", wrapped(bare, width, &indent, &indent))
        } else {
            format!("{blank}{bare}")
        }
    }
}

/// The text in lines of at most this width. Names and addresses are not broken, unless one is longer than a line.
fn wrapped(text: &str, width: usize, first: &str, others: &str) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(first)
        .subsequent_indent(others);
    let room = width - others.len();
    let parts = |word: &str| {
        let chars: Vec<char> = word.chars().collect();
        chars.chunks(room).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    let is_long = |word: &str| word.chars().count() > width;
    if !text.split(' ').any(is_long) {
        return textwrap::fill(text, options);
    }
    let words: Vec<String> =
        text.split(' ').map(|word| if is_long(word) { parts(word) } else { word.to_owned() }).collect();
    textwrap::fill(&words.join(" "), options)
}

/// The colour of a line: of a finding by its kind, of a result by how it ends.
fn style(line: &str) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into())).bold();
    match line {
        _ if line.starts_with("error: ") || line.starts_with("RESULT: FAIL") => colour(AnsiColor::Red),
        _ if line.starts_with("advice: ") || line.starts_with("warning: ") => colour(AnsiColor::Yellow),
        _ if line.starts_with("open: ") || line.starts_with("RESULT: INCONCLUSIVE") => {
            colour(AnsiColor::Cyan)
        }
        _ if line.starts_with("RESULT: PASS") => colour(AnsiColor::Green),
        _ => Style::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Dress = Dress { width: Some(40), has_colour: false, column: 0 };

    #[test]
    fn long_lines_go_on_below_their_text() {
        let duty = "  duty       IP4-08: The DLL writes bNotifyRelease whenever it grants an address.\n";
        let expected = "  duty       IP4-08: The DLL writes\n             bNotifyRelease whenever it\n\
                        \u{20}            grants an address.\n";
        assert_eq!({ NARROW }.put_on(duty), expected);
        let call = "     0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0\n";
        let lines = { NARROW }.put_on(call);
        assert!(lines.lines().all(|line| line.len() <= 40) && lines.lines().count() > 1, "{lines}");
        assert!(lines.starts_with("     0.000  call   ip/1"), "{lines}");
        assert_eq!({ NARROW }.put_on("short\n\nlines"), "short\n\nlines");
    }

    #[test]
    fn line_that_goes_on_later_is_broken_where_it_does_not_fit() {
        let mut dress = NARROW;
        assert_eq!(
            dress.put_on("     0.000  call   conn/1 TerminateDll"),
            "     0.000  call   conn/1 TerminateDll"
        );
        let answer = dress.put_on(" = NO_ERROR\nnext\n");
        assert_eq!(answer, format!("\n{}= NO_ERROR\nnext\n", " ".repeat(20)));
        assert_eq!((dress.put_on("a"), dress.put_on(" = b\n")), ("a".to_owned(), " = b\n".to_owned()));
    }

    #[test]
    fn answer_follows_its_call_without_the_blanks_that_align_it() {
        let mut dress = Dress { width: Some(80), ..NARROW };
        dress.put_on("     0.000  call   ip/1   InitializeDll");
        assert_eq!(dress.put_on(&format!("{} = NO_ERROR\n", " ".repeat(60))), " = NO_ERROR\n");
    }

    #[test]
    fn word_that_is_longer_than_a_line_is_broken() {
        let line = format!("  observed   user={}\n", "n".repeat(100));
        let lines = { NARROW }.put_on(&line);
        assert!(lines.lines().all(|line| line.len() <= 40), "{lines}");
        assert_eq!(lines.matches('n').count(), 100);
    }

    #[test]
    fn commands_and_what_is_no_terminal_stay_as_they_are() {
        let command =
            "  reproduce  mockras check corpus/links/two-links.toml --dll ./libgate.so --rule IP4-08\n";
        assert_eq!({ NARROW }.put_on(command), command);
        let long = "x ".repeat(100);
        assert_eq!(Dress::default().put_on(&long), long);
    }

    #[test]
    fn kinds_and_results_have_colours() {
        let mut dress = Dress { width: None, has_colour: true, column: 0 };
        assert_eq!(dress.put_on("error: IP4-08\n"), "\u{1b}[1m\u{1b}[31merror: IP4-08\u{1b}[0m\n");
        assert!(dress.put_on("RESULT: PASS").contains("\u{1b}[32m"));
        assert_eq!(dress.put_on("  where  step 1\n"), "  where  step 1\n");
    }
}
