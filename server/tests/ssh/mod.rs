//! Code over SSH, with the real git, ssh and ssh-keygen, on both engines.

mod clients;
mod gate;
mod hostile;
mod keys;
mod moving;
mod publishing;
mod repositories;
mod revoking;
mod right;
mod roles;
