//! What a macro by example makes of its input, so that a listing shows the items that the compiler sees.
//!
//! It knows what the macros of this project need: rules in order, repetitions, and fragments that `syn` can parse. Hygiene
//! plays no part in items.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{ParseStream, Parser};

/// A macro by example.
pub(super) struct ByExample {
    rules: Vec<(Vec<Part>, Vec<Part>)>,
}

/// A part of a pattern, or of what it becomes.
enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Part>),
    Variable(String, String),
    Repeat(Vec<Part>, Option<TokenTree>, char),
}

/// What a variable stands for: tokens, or one of these for each repetition.
#[derive(Clone)]
enum Bound {
    One(TokenStream),
    Many(Rc<[Bindings]>),
}

type Bindings = BTreeMap<String, Bound>;

impl ByExample {
    /// The macro with this body, as it stands after `macro_rules! name`.
    pub(super) fn of(body: TokenStream) -> Self {
        let mut rules = Vec::new();
        let mut tokens = body.into_iter();
        while let Some(TokenTree::Group(pattern)) = tokens.next() {
            let becomes = tokens.find_map(|token| match token {
                TokenTree::Group(group) => Some(group),
                _ => None,
            });
            let becomes = becomes.expect("a rule has two halves");
            rules.push((parts(pattern.stream(), true), parts(becomes.stream(), false)));
            let _semicolon = tokens.next();
        }
        Self { rules }
    }

    /// What the input becomes; nothing if no rule matches.
    pub(super) fn expand(&self, input: TokenStream) -> Option<TokenStream> {
        let tokens: Vec<TokenTree> = input.into_iter().collect();
        self.rules.iter().find_map(|(pattern, becomes)| {
            let mut bindings = Bindings::new();
            let rest = matched(pattern, &tokens, &mut bindings)?;
            rest.is_empty().then(|| transcribed(becomes, &bindings))
        })
    }
}

/// Reads a half of a rule. Variables of a pattern say what they take.
fn parts(stream: TokenStream, is_pattern: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let separator = tokens.next_if(|token| !is_operator(token));
                    let operator = tokens.next().map(|token| token.to_string()).unwrap_or_default();
                    let operator = operator.chars().next().expect("a repetition has an operator");
                    parts.push(Part::Repeat(parts_of(&group, is_pattern), separator, operator));
                }
                Some(TokenTree::Ident(name)) if name == "crate" => parts.push(Part::Token(name.into())),
                Some(TokenTree::Ident(name)) if is_pattern => {
                    let _colon = tokens.next();
                    let takes = tokens.next().map(|token| token.to_string()).unwrap_or_default();
                    parts.push(Part::Variable(name.to_string(), takes));
                }
                Some(TokenTree::Ident(name)) => parts.push(Part::Variable(name.to_string(), String::new())),
                other => panic!("`$` is followed by {other:?}"),
            },
            TokenTree::Group(group) => {
                parts.push(Part::Group(group.delimiter(), parts_of(&group, is_pattern)))
            }
            other => parts.push(Part::Token(other)),
        }
    }
    parts
}

/// Whether it says how often something is repeated.
fn is_operator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if ['*', '+', '?'].contains(&mark.as_char()))
}

fn parts_of(group: &Group, is_pattern: bool) -> Vec<Part> {
    parts(group.stream(), is_pattern)
}

/// Binds what a pattern takes from the beginning, and gives back the rest.
fn matched<'t>(
    pattern: &[Part],
    mut tokens: &'t [TokenTree],
    into: &mut Bindings,
) -> Option<&'t [TokenTree]> {
    for part in pattern {
        match part {
            Part::Token(wanted) => {
                let (first, rest) = tokens.split_first()?;
                if first.to_string() != wanted.to_string() {
                    return None;
                }
                tokens = rest;
            }
            Part::Group(delimiter, inner) => {
                let (TokenTree::Group(group), rest) = tokens.split_first()? else { return None };
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                if group.delimiter() != *delimiter || !matched(inner, &inside, into)?.is_empty() {
                    return None;
                }
                tokens = rest;
            }
            Part::Variable(name, takes) => {
                let (taken, rest) = fragment(takes, tokens)?;
                into.insert(name.clone(), Bound::One(taken));
                tokens = rest;
            }
            Part::Repeat(inner, separator, operator) => {
                let mut rounds = Vec::new();
                while !(tokens.is_empty() || *operator == '?' && !rounds.is_empty()) {
                    let mut next = tokens;
                    if let (Some(separator), false) = (separator, rounds.is_empty()) {
                        match next.split_first() {
                            Some((first, rest)) if first.to_string() == separator.to_string() => next = rest,
                            _ => break,
                        }
                    }
                    let mut round = Bindings::new();
                    let Some(rest) = matched(inner, next, &mut round) else { break };
                    rounds.push(round);
                    tokens = rest;
                }
                if *operator == '+' && rounds.is_empty() {
                    return None;
                }
                let mut names = Vec::new();
                variables(inner, &mut names);
                let rounds: Rc<[Bindings]> = rounds.into();
                into.extend(names.into_iter().map(|name| (name, Bound::Many(Rc::clone(&rounds)))));
            }
        }
    }
    Some(tokens)
}

/// Takes one fragment from the beginning.
fn fragment<'t>(takes: &str, tokens: &'t [TokenTree]) -> Option<(TokenStream, &'t [TokenTree])> {
    fn parse<T: syn::parse::Parse + ToTokens>(input: ParseStream<'_>) -> syn::Result<TokenStream> {
        Ok(input.parse::<T>()?.into_token_stream())
    }
    let (first, rest) = tokens.split_first()?;
    let parser: fn(ParseStream<'_>) -> syn::Result<TokenStream> = match (takes, first) {
        ("tt", _) | ("ident", TokenTree::Ident(_)) => return Some((first.to_token_stream(), rest)),
        ("literal", TokenTree::Literal(_)) => return Some((first.to_token_stream(), rest)),
        ("literal", TokenTree::Ident(word)) if word == "true" || word == "false" => {
            return Some((first.to_token_stream(), rest));
        }
        ("ident" | "literal", _) => return None,
        ("ty", _) => parse::<syn::Type>,
        ("expr", _) => parse::<syn::Expr>,
        ("path", _) => parse::<syn::Path>,
        ("meta", _) => parse::<syn::Meta>,
        ("pat", _) => |input| Ok(syn::Pat::parse_multi_with_leading_vert(input)?.into_token_stream()),
        ("vis", _) => parse::<syn::Visibility>,
        (other, _) => panic!("a fragment of the kind `{other}` is not known here"),
    };
    let stream: TokenStream = tokens.iter().cloned().collect();
    let split = |input: ParseStream<'_>| Ok((parser(input)?, input.parse::<TokenStream>()?));
    let (taken, left) = split.parse2(stream).ok()?;
    Some((taken, &tokens[tokens.len() - left.into_iter().count()..]))
}

fn variables(parts: &[Part], into: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Token(_) => {}
            Part::Variable(name, _) => into.push(name.clone()),
            Part::Group(_, inner) | Part::Repeat(inner, ..) => variables(inner, into),
        }
    }
}

fn transcribed(parts: &[Part], bindings: &Bindings) -> TokenStream {
    let mut out = TokenStream::new();
    for part in parts {
        match part {
            Part::Token(token) => out.extend([token.clone()]),
            Part::Group(delimiter, inner) => {
                let group = Group::new(*delimiter, transcribed(inner, bindings));
                out.extend([TokenTree::Group(group)]);
            }
            Part::Variable(name, _) => match bindings.get(name) {
                Some(Bound::One(tokens)) => out.extend(tokens.clone()),
                // A macro inside of the macro has variables of its own.
                _ => {
                    let name = format_ident!("{name}");
                    out.extend(quote!($ #name));
                }
            },
            Part::Repeat(inner, separator, _) => {
                let mut names = Vec::new();
                variables(inner, &mut names);
                let rounds = names.iter().find_map(|name| match bindings.get(name) {
                    Some(Bound::Many(rounds)) => Some(rounds),
                    _ => None,
                });
                for (at, round) in rounds.map_or(&[][..], |rounds| rounds).iter().enumerate() {
                    out.extend(separator.clone().filter(|_| at > 0));
                    // Another repetition of the same place may be used beside it.
                    let beside = names.iter().filter_map(|name| match bindings.get(name) {
                        Some(Bound::Many(rounds)) => rounds.get(at),
                        _ => None,
                    });
                    let mut all = bindings.clone();
                    beside.for_each(|other| all.extend(other.clone()));
                    all.extend(round.clone());
                    out.extend(transcribed(inner, &all));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_repetitions_become_variants() {
        let body = quote! {
            ($(#[$meta:meta])* $name:ident { $($variant:ident $word:literal $(= $value:expr)?,)* }) => {
                $(#[$meta])* pub enum $name { $($variant,)* }
                impl $name { const WORDS: &[&str] = &[$($word),*]; const VALUES: &[u8] = &[$($($value,)*)*]; }
            };
        };
        let input = quote!(#[derive(Debug)] Tier { Low "low", High "high" = 1 + 1, });
        let expected = quote! {
            #[derive(Debug)] pub enum Tier { Low, High, }
            impl Tier { const WORDS: &[&str] = &["low", "high"]; const VALUES: &[u8] = &[1 + 1,]; }
        };
        let found = ByExample::of(body).expand(input).expect("the rule matches");
        assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn rules_are_tried_in_order() {
        let body = quote!((opaque $name:ident) => { a $name }; ($name:ident) => { b $name };);
        let by_example = ByExample::of(body);
        let expand = |input| by_example.expand(input).map(|tokens| tokens.to_string());
        assert_eq!(expand(quote!(opaque X)).as_deref(), Some("a X"));
        assert_eq!(expand(quote!(X)).as_deref(), Some("b X"));
        assert_eq!(expand(quote!(1)), None);
    }
}
