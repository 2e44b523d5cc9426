//! Lines with indentation and a column for comments. Spaces at the end of a line are dropped.

use std::fmt::{Display, Write};

/// The width of a level of indentation.
const INDENT: usize = 2;
/// Where comments begin, counted from the indentation.
const COMMENT_COLUMN: usize = 40;

#[derive(Default)]
pub(super) struct Text {
    done: String,
    line: String,
    pending_spaces: usize,
    level: usize,
}

impl Text {
    pub(super) fn print(&mut self, text: impl Display) {
        // Writing to a string cannot fail.
        let _ = write!(self, "{text}");
    }

    pub(super) fn line(&mut self, text: impl Display) {
        self.print(text);
        self.end_line();
    }

    fn end_line(&mut self) {
        self.pending_spaces = 0;
        self.done.push_str(&self.line);
        self.done.push('\n');
        self.line.clear();
    }

    pub(super) fn indent(&mut self, levels: isize) {
        self.level = self.level.saturating_add_signed(levels);
    }

    /// Goes to the comment column, or one space further when the line is already beyond it.
    pub(super) fn tab(&mut self) {
        let column = self.level * INDENT + COMMENT_COLUMN;
        let length = self.line.encode_utf16().count();
        self.pending_spaces += if column <= length { 1 } else { column - length };
    }

    pub(super) fn finish(mut self) -> String {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.done
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for c in text.chars() {
            match c {
                ' ' => self.pending_spaces += 1,
                '\n' => self.end_line(),
                _ => {
                    if self.line.is_empty() {
                        self.pending_spaces += self.level * INDENT;
                    }
                    self.line.extend(std::iter::repeat_n(' ', self.pending_spaces));
                    self.pending_spaces = 0;
                    self.line.push(c);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn indents_and_drops_trailing_spaces() {
        let mut text = Text::default();
        text.line("a  ");
        text.indent(1);
        text.print("  b");
        text.tab();
        text.line("// c ");
        text.indent(-1);
        text.line("");
        text.print("d");
        assert_eq!(text.finish(), format!("a\n    b{}// c\n\nd\n", " ".repeat(37)));
    }
}
