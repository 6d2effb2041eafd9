//! JSON (RFC 8259) into a tree.

use super::Tree;
use std::borrow::Cow;

/// So many levels may lie within each other. What we write has a dozen; without an end a long row of brackets would use up the stack.
const MOST_DEEP: u8 = 100;

/// The tree of a text; none where it is no JSON, or nested too deeply.
pub(super) fn parse(json: &str) -> Option<Tree<'_>> {
    let mut parser = Parser { json, at: 0 };
    let tree = parser.value(MOST_DEEP)?;
    parser.space();
    (parser.at == json.len()).then_some(tree)
}

struct Parser<'a> {
    json: &'a str,
    /// The byte that is read next.
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, deep: u8) -> Option<Tree<'a>> {
        self.space();
        match self.next()? {
            b'{' => self.map(deep.checked_sub(1)?),
            b'[' => self.list(deep.checked_sub(1)?),
            b'"' => self.text().map(Tree::Text),
            b't' => self.word("rue", Tree::Bool(true)),
            b'f' => self.word("alse", Tree::Bool(false)),
            b'n' => self.word("ull", Tree::Null),
            b'-' | b'0'..=b'9' => self.number(),
            _ => None,
        }
    }

    fn map(&mut self, deep: u8) -> Option<Tree<'a>> {
        let mut entries = Vec::new();
        if !self.is_next(b'}') {
            loop {
                self.space();
                self.byte(b'"')?;
                let name = self.text()?;
                self.space();
                self.byte(b':')?;
                entries.push((name, self.value(deep)?));
                if self.ends(b'}')? {
                    break;
                }
            }
        }
        Some(Tree::Map(entries))
    }

    fn list(&mut self, deep: u8) -> Option<Tree<'a>> {
        let mut items = Vec::new();
        if !self.is_next(b']') {
            loop {
                items.push(self.value(deep)?);
                if self.ends(b']')? {
                    break;
                }
            }
        }
        Some(Tree::List(items))
    }

    /// After an entry: whether it was the last.
    fn ends(&mut self, end: u8) -> Option<bool> {
        self.space();
        match self.next()? {
            b',' => Some(false),
            byte => (byte == end).then_some(true),
        }
    }

    /// After its first quote.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let mut text = Cow::Borrowed(self.plain()?);
        loop {
            match self.next()? {
                b'"' => return Some(text),
                b'\\' => {
                    let text = text.to_mut();
                    text.push(self.escaped()?);
                    text.push_str(self.plain()?);
                }
                _ => return None,
            }
        }
    }

    /// Up to what ends a text, stands for something else, or may not stand in it.
    fn plain(&mut self) -> Option<&'a str> {
        let rest = self.json.get(self.at..)?;
        let length = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        self.at += length;
        rest.get(..length)
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.unit()?;
                // Beyond 16 bits it is two halves, of which neither stands alone.
                if (0xd800..0xdc00).contains(&code) {
                    self.byte(b'\\')?;
                    self.byte(b'u')?;
                    let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    code = 0x1_0000 + ((code - 0xd800) << 10) + low;
                }
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }

    /// After its first byte.
    fn number(&mut self) -> Option<Tree<'a>> {
        self.at -= 1;
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        self.json.get(start..self.at).map(Tree::Number)
    }

    /// One at least.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// The rest of a word.
    fn word(&mut self, rest: &str, tree: Tree<'a>) -> Option<Tree<'a>> {
        self.json.get(self.at..)?.starts_with(rest).then(|| {
            self.at += rest.len();
            tree
        })
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Goes past this byte, where it comes next.
    fn skip(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    /// The same, after a space.
    fn is_next(&mut self, byte: u8) -> bool {
        self.space();
        self.skip(byte)
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        self.skip(byte).then_some(())
    }
}
