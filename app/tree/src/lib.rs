//! Derives `ground::tree::FromTree`: how a browser reads what serde's `Serialize` has written of the same type, by the same attributes.
//!
//! Of those it knows `rename`, `rename_all = "lowercase"` of an enum, and `transparent` of a newtype. Another one does not build: it would be
//! written and not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DataEnum, DeriveInput, Error, Fields, Ident, LitStr, Result, ext::IdentExt, parse_quote};

/// Derives `FromTree`.
#[proc_macro_derive(FromTree, attributes(serde))]
pub fn from_tree(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derived(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn derived(input: &DeriveInput) -> Result<TokenStream> {
    let said = Said::of(&input.attrs)?;
    let body = match &input.data {
        Data::Struct(data) => made(&quote!(Self), &data.fields, &quote!(tree))?,
        Data::Enum(data) => chosen(data, said.lowercase)?,
        Data::Union(_) => return Err(Error::new_spanned(&input.ident, "serde writes no union")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::ground::tree::FromTree));
    }
    let (parameters, arguments, bounds) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #parameters ::ground::tree::FromTree for #name #arguments #bounds {
            fn from_tree(tree: ::ground::tree::Tree<'_>, fault: &::ground::tree::Fault) -> Self {
                #body
            }
        }
    })
}

/// One of an enum: the text of its name, or a map from that to what it holds.
fn chosen(data: &DataEnum, lowercase: bool) -> Result<TokenStream> {
    let (mut names, mut arms) = (Vec::new(), Vec::new());
    for (place, variant) in data.variants.iter().enumerate() {
        let ident = &variant.ident;
        let lowered = lowercase.then(|| ident.unraw().to_string().to_lowercase());
        let given = Said::of(&variant.attrs)?.name;
        names.push(given.or(lowered).unwrap_or_else(|| ident.unraw().to_string()));
        let value = made(&quote!(Self::#ident), &variant.fields, &quote!(content))?;
        // The first is what stands there where none was read.
        arms.push(if place == 0 { quote!(_ => #value) } else { quote!(#place => #value) });
    }
    arms.rotate_left(1);
    Ok(quote! {
        let (place, content) = tree.variant(&[#(#names),*], fault);
        match place { #(#arms,)* }
    })
}

/// What is made of the fields that stand in `tree`.
fn made(path: &TokenStream, fields: &Fields, tree: &TokenStream) -> Result<TokenStream> {
    Ok(match fields {
        Fields::Unit => quote!({
            let _ = #tree;
            #path
        }),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            quote!(#path(::ground::tree::FromTree::from_tree(#tree, fault)))
        }
        Fields::Unnamed(fields) => {
            let (count, reads) = (fields.unnamed.len(), fields.unnamed.iter().map(|_| quote!(items.read())));
            quote!({
                let mut items = #tree.items(#count, fault);
                #path(#(#reads),*)
            })
        }
        Fields::Named(fields) => {
            let mut reads = Vec::new();
            for field in &fields.named {
                if let Some(ident) = &field.ident {
                    let name = name_of(ident, &field.attrs)?;
                    reads.push(quote!(#ident: fields.read(#name)));
                }
            }
            quote!({
                let mut fields = #tree.fields(fault);
                #path { #(#reads),* }
            })
        }
    })
}

/// The name that serde writes.
fn name_of(ident: &Ident, attributes: &[Attribute]) -> Result<String> {
    Ok(Said::of(attributes)?.name.unwrap_or_else(|| ident.unraw().to_string()))
}

/// What serde's attributes say.
#[derive(Default)]
struct Said {
    name: Option<String>,
    lowercase: bool,
}

impl Said {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    said.name = Some(meta.value()?.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("rename_all") && meta.value()?.parse::<LitStr>()?.value() == "lowercase" {
                    said.lowercase = true;
                } else if !meta.path.is_ident("transparent") {
                    return Err(meta.error("FromTree does not know this attribute of serde (app/tree)"));
                }
                Ok(())
            })?;
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_written_and_not_be_read_does_not_build() {
        let may: [DeriveInput; 2] = [
            parse_quote!(
                struct It {
                    #[serde(rename = "at")]
                    place: u32,
                }
            ),
            parse_quote!(
                #[serde(rename_all = "lowercase")]
                enum It {
                    One,
                    Of(u32),
                }
            ),
        ];
        let may_not: [DeriveInput; 4] = [
            parse_quote!(
                #[serde(rename_all = "snake_case")]
                enum It {
                    One,
                }
            ),
            parse_quote!(
                #[serde(tag = "kind")]
                enum It {
                    One,
                }
            ),
            parse_quote!(
                struct It {
                    #[serde(skip)]
                    place: u32,
                }
            ),
            parse_quote!(
                struct It {
                    #[serde(default)]
                    place: u32,
                }
            ),
        ];
        assert!(may.iter().all(|input| derived(input).is_ok()));
        assert!(may_not.iter().all(|input| derived(input).is_err()));
    }
}
