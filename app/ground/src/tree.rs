//! How a browser reads the JSON that the server has written with serde: all of it into one small tree, and each type of that, by the names of
//! its fields. What serde derives for reading was a fifth of a browser's program, for each type brings a parser along; here a field is one
//! call. So what a browser is given derives `Serialize` and [`FromTree`], never `Deserialize`.
//!
//! It reads as serde does: what it does not know is passed over, what is missing is a fault where it is no `Option`. So a page that is open
//! while a new version is laid out either understands what comes, or says that it does not.

use std::{borrow::Cow, cell::Cell, collections::BTreeMap};

mod parser;

pub use ::tree::FromTree;

/// JSON that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree<'a> {
    /// Nothing stands where something might: a field that is not there.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// As it is written: whoever wants a number knows of which kind, and loses nothing of it.
    Number(&'a str),
    /// Without its escapes.
    Text(Cow<'a, str>),
    /// `[…]`
    List(Vec<Tree<'a>>),
    /// `{…}`, in order.
    Map(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// Whether anything was not as its type has it. Who finds that goes on with something blank, and what was read is thrown away at the end: with
/// a way out at each field a type's code would be twice as long.
#[derive(Debug, Default)]
pub struct Fault(Cell<bool>);

impl Fault {
    fn note(&self) {
        self.0.set(true);
    }
}

/// What can be read of a tree. Derived for structs, by the names of their fields, and for enums, as serde writes them (`app/tree`).
pub trait FromTree: Sized {
    /// Of this tree; something blank where it is of another form, which is noted.
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self;
}

/// Reads a text; none where it is no JSON, is nested deeper than 100 levels, or does not fit the type.
pub fn read<T: FromTree>(json: &str) -> Option<T> {
    let tree = parser::parse(json)?;
    let fault = Fault::default();
    let value = T::from_tree(tree, &fault);
    (!fault.0.get()).then_some(value)
}

// What follows is called for every field of every type: put in at each place it would be what serde was.

impl<'a> Tree<'a> {
    /// As a map from names.
    #[inline(never)]
    pub fn fields<'f>(self, fault: &'f Fault) -> FieldsOf<'a, 'f> {
        let Self::Map(entries) = self else {
            fault.note();
            return FieldsOf { entries: Vec::new(), fault };
        };
        FieldsOf { entries, fault }
    }

    /// As a list of so many.
    #[inline(never)]
    pub fn items<'f>(self, count: usize, fault: &'f Fault) -> Items<'a, 'f> {
        let items = self.list(fault);
        if items.len() != count {
            fault.note();
        }
        Items { items: items.into_iter(), fault }
    }

    /// Which of an enum's names it is, and what stands with it.
    #[inline(never)]
    pub fn variant(self, names: &[&str], fault: &Fault) -> (usize, Self) {
        let (name, content) = match self {
            Self::Text(name) => (name, Self::Missing),
            Self::Map(mut entries) if entries.len() == 1 => entries.swap_remove(0),
            _ => Default::default(),
        };
        let place = names.iter().position(|known| *known == name);
        if place.is_none() {
            fault.note();
        }
        (place.unwrap_or_default(), content)
    }

    #[inline(never)]
    fn list(self, fault: &Fault) -> Vec<Self> {
        let Self::List(items) = self else {
            fault.note();
            return Vec::new();
        };
        items
    }
}

/// What a struct is read of.
#[derive(Debug)]
pub struct FieldsOf<'a, 'f> {
    entries: Vec<(Cow<'a, str>, Tree<'a>)>,
    fault: &'f Fault,
}

impl<'a> FieldsOf<'a, '_> {
    /// The field of this name.
    #[inline(never)]
    pub fn read<T: FromTree>(&mut self, name: &str) -> T {
        T::from_tree(self.take(name), self.fault)
    }

    #[inline(never)]
    fn take(&mut self, name: &str) -> Tree<'a> {
        self.entries
            .iter_mut()
            .find(|(known, _)| known == name)
            .map(|(_, tree)| std::mem::take(tree))
            .unwrap_or_default()
    }
}

/// What a tuple is read of.
#[derive(Debug)]
pub struct Items<'a, 'f> {
    items: std::vec::IntoIter<Tree<'a>>,
    fault: &'f Fault,
}

impl Items<'_, '_> {
    /// The next one.
    #[inline(never)]
    pub fn read<T: FromTree>(&mut self) -> T {
        T::from_tree(self.items.next().unwrap_or_default(), self.fault)
    }
}

impl FromTree for String {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let Tree::Text(text) = tree else {
            fault.note();
            return Self::new();
        };
        text.into_owned()
    }
}

impl FromTree for bool {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let Tree::Bool(value) = tree else {
            fault.note();
            return false;
        };
        value
    }
}

macro_rules! whole {
    ($($number:ty),*) => {$(
        impl FromTree for $number {
            #[inline(never)]
            fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
                let Tree::Number(text) = tree else {
                    fault.note();
                    return 0;
                };
                text.parse().unwrap_or_else(|_| {
                    fault.note();
                    0
                })
            }
        }
    )*};
}

whole!(u16, u32, u64, usize, i32, i64);

impl FromTree for f64 {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let number = if let Tree::Number(text) = tree { text.parse().ok() } else { None };
        number.filter(|number: &Self| number.is_finite()).unwrap_or_else(|| {
            fault.note();
            0.0
        })
    }
}

impl<T: FromTree> FromTree for Option<T> {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        match tree {
            Tree::Missing | Tree::Null => None,
            tree => Some(T::from_tree(tree, fault)),
        }
    }
}

impl<T: FromTree> FromTree for Vec<T> {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let items = tree.list(fault);
        // Not `collect`, which has a way of its own of working within the list that it takes from.
        let mut list = Self::with_capacity(items.len());
        for item in items {
            list.push(T::from_tree(item, fault));
        }
        list
    }
}

impl<T: FromTree, const N: usize> FromTree for [T; N] {
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let mut items = tree.items(N, fault);
        std::array::from_fn(|_| items.read())
    }
}

impl<A: FromTree, B: FromTree> FromTree for (A, B) {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let mut items = tree.items(2, fault);
        (items.read(), items.read())
    }
}

impl<A: FromTree, B: FromTree, C: FromTree> FromTree for (A, B, C) {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let mut items = tree.items(3, fault);
        (items.read(), items.read(), items.read())
    }
}

impl<T: FromTree> FromTree for BTreeMap<String, T> {
    #[inline(never)]
    fn from_tree(tree: Tree<'_>, fault: &Fault) -> Self {
        let mut map = Self::new();
        for (name, tree) in tree.fields(fault).entries {
            map.insert(name.into_owned(), T::from_tree(tree, fault));
        }
        map
    }
}

#[cfg(test)]
mod properties;
