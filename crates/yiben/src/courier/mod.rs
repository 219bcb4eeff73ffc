//! Messages on their way out: robots of chat groups, web hooks, e-mail.

mod mail;
mod outside;
#[cfg(test)]
mod tests;
mod webhook;

use desk::{Courier, Parcel, Shape};

/// Carries messages over the network.
pub(crate) struct Network;

impl Courier for Network {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<(), String> {
        match parcel.channel.shape {
            Shape::Email => mail::send(parcel),
            Shape::Json | Shape::Dingtalk | Shape::Wecom => webhook::post(parcel),
        }
    }
}
