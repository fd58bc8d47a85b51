//! The map of the pages behind the sign-in, one line a page. Public pages are in `ssr.rs`.
//!
//! There are three kinds. **Lively** pages are taken over by the browser: they change without a reload. **Lazy** pages are
//! lively ones that are heavy: their code is a part of its own, fetched when such a page is opened. **Still** pages are
//! rendered by the server alone and bring no script: what is opened seldom and filled in from top to bottom weighs
//! nothing in the browser's program. All are written the same way; links to a still page carry `rel="external"`.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

#[cfg(not(feature = "ssr"))]
use crate::lazy::{fits, lazy_page};
use crate::{
    apps::Apps,
    company::Overview,
    form::{Echo, LastEcho, PageProblem, focus_later},
    frame::FetchFrame,
    home::Home,
    layout::Layout,
    live::{Live, Topic},
    members::Team,
    parts::{Load, PageTitle},
    remote::remote,
};

macro_rules! pages {
    (
        lively { $($path:tt => $page:ident,)* }
        lazy { $($lazy_path:tt => $lazy_page:ident in $part:ident,)* }
        still { $($still_path:tt => $still_page:path,)* }
    ) => {
        /// The paths of the pages that the browser takes over.
        #[cfg(feature = "ssr")]
        pub const LIVELY: &[&str] = &[$($path),*];

        /// The paths of the pages that the browser takes over with a part of the program, and the names of the parts.
        #[cfg(feature = "ssr")]
        pub const LAZY: &[(&str, &str)] = &[$(($lazy_path, stringify!($part))),*];

        /// The paths of the pages that stay as the server rendered them.
        #[cfg(feature = "ssr")]
        pub const STILL: &[&str] = &[$($still_path),*];

        /// The page of the present address.
        #[cfg(not(feature = "ssr"))]
        #[component]
        fn Pages() -> impl IntoView {
            view! {
                <FlatRoutes fallback=Elsewhere>
                    $(<Route path=path!($path) view=$page/>)*
                    $(<Route path=path!($lazy_path) view=$part::Page/>)*
                </FlatRoutes>
            }
        }

        $(
            #[cfg(not(feature = "ssr"))]
            lazy_page!($part, $lazy_page);
        )*

        /// Fetches the code of the page at an address. False when it cannot be had.
        #[cfg(not(feature = "ssr"))]
        pub async fn fetch_code(address: &str) -> bool {
            $(if fits($lazy_path, address) {
                return $part::fetch().await.is_ok();
            })*
            true
        }

        /// The page of the present address.
        #[cfg(feature = "ssr")]
        #[component]
        fn Pages() -> impl IntoView {
            view! {
                <FlatRoutes fallback=Elsewhere>
                    // The first that fits is taken, and `/apps/new` is no App.
                    $(<Route path=path!($still_path) view=$still_page/>)*
                    $(<Route path=path!($path) view=$page/>)*
                    $(<Route path=path!($lazy_path) view=$lazy_page/>)*
                </FlatRoutes>
            }
        }
    };
}

pages! {
    lively {
        "/" => Home,
        "/c/:slug" => Overview,
        "/c/:slug/apps" => Apps,
    }
    lazy {
        "/c/:slug/team" => Team in team,
    }
    still {
        "/account" => crate::profile::Account,
        "/companies/new" => crate::setup::SetUpCompany,
        "/c/:slug/team/invite" => crate::invitations::InvitePage,
        "/c/:slug/leave" => crate::members::LeaveCompany,
        "/account/keys" => crate::keys::Keys,
        "/account/keys/:key" => crate::keys::KeyProofPage,
        "/account/notifications" => crate::notifications::Notifications,
        "/account/export" => crate::closing::ExportPage,
        "/account/close" => crate::closing::ClosePage,
        "/apps/:app/keys" => crate::keys::AppKeys,
        "/c/:slug/apps/:app/keys" => crate::keys::AppKeys,
        "/apps/:app/code" => crate::code::AppCodePage,
        "/c/:slug/apps/:app/code" => crate::code::AppCodePage,
        "/account/tokens" => crate::tokens::Tokens,
        "/operator" => crate::operator::Overview,
        "/operator/settings" => crate::operator::Settings,
        "/operator/plans" => crate::operator::Plans,
        "/operator/companies" => crate::operator::Companies,
        "/operator/companies/:slug" => crate::operator::OneCompany,
        "/operator/apps" => crate::operator::Apps,
        "/operator/invoices" => crate::operator::Invoices,
        "/operator/credits" => crate::operator::Credits,
        "/operator/doomed" => crate::operator::Doomed,
        "/operator/recoveries" => crate::operator::Recoveries,
        "/operator/newsletters" => crate::operator::Newsletters,
        "/operator/newsletters/:newsletter" => crate::operator::OneNewsletter,
        "/operator/webhooks" => crate::operator::Webhooks,
        "/operator/webhooks/:webhook" => crate::operator::OneWebhook,
        "/operator/outbox" => crate::operator::Outbox,
        "/c/:slug/recovery" => crate::operator::StopPage,
        "/c/:slug/billing" => crate::billing::Billing,
        "/c/:slug/billing/new" => crate::billing::NewContact,
        "/c/:slug/billing/:contact" => crate::billing::EditContact,
        "/c/:slug/billing/:contact/invoices" => crate::invoices::Invoices,
        "/c/:slug/invoices/:number" => crate::invoices::InvoicePage,
        "/c/:slug/settings" => crate::company_settings::Settings,
        "/c/:slug/delete" => crate::company_settings::DeleteCompany,
        "/c/:slug/activity" => crate::activity::CompanyActivity,
        "/c/:slug/apps/:app/activity" => crate::activity::AppActivity,
        "/apps/:app/activity" => crate::activity::AppActivity,
        "/account/activity" => crate::activity::MyActivity,
        "/c/:slug/departures/:user" => crate::departures::DepartureReceiptPage,
        "/c/:slug/apps/:app/settings" => crate::settings::AppSettings,
        "/apps/:app/settings" => crate::settings::AppSettings,
        "/c/:slug/apps/:app/releases" => crate::releases::Releases,
        "/apps/:app/releases" => crate::releases::Releases,
        "/apps/new" => crate::apps::desk::StartTrial,
        "/apps/:app" => crate::apps::desk::OwnTrial,
        "/c/:slug/apps/new" => crate::apps::desk::NewApp,
        "/apps/:app/client" => crate::clients::InviteClient,
        "/apps/:app/client/preview" => crate::clients::PreviewRequest,
        "/c/:slug/apps/:app/client" => crate::clients::InviteClient,
        "/c/:slug/apps/:app/client/preview" => crate::clients::PreviewRequest,
        "/c/:slug/requests" => crate::clients::ClientRequests,
        "/requests" => crate::clients::SentRequests,
        "/c/:slug/apps/:app" => crate::apps::AppPage,
        "/c/:slug/apps/:app/scaling" => crate::apps::desk::Scaling,
        "/c/:slug/apps/:app/billing" => crate::apps::desk::AppBilling,
        "/c/:slug/apps/:app/move" => crate::apps::desk::MoveApp,
        "/c/:slug/apps/:app/delete" => crate::apps::desk::DeleteApp,
        "/account/security" => crate::factor::Security,
    }
}

/// Everything behind the sign-in: one app, rendered by the server and taken over by the browser.
#[component]
pub fn Dashboard() -> impl IntoView {
    provide_meta_context();
    let echo = SharedValue::new(posted).into_inner();
    let has_problem = echo.as_ref().is_some_and(|echo| echo.outcome.is_err());
    LastEcho::provide(echo);
    provide_context(PageProblem(RwSignal::new(has_problem)));
    let live = Live::provide();
    // Whether a payment is overdue stands in the frame too.
    let facts = remote(move || live.version(Topic::Person) + live.version(Topic::Billing), || FetchFrame {});
    Effect::new(|_| mark_hydrated());
    view! {
        <Router>
            <Travel/>
            <Load remote=facts what="your overview" let:facts>
                <Layout facts><Pages/></Layout>
            </Load>
        </Router>
    }
}

/// Cares for what must happen on the way from page to page: what was posted is over, and the focus goes to the new page.
#[component]
fn Travel() -> impl IntoView {
    let path = use_location().pathname;
    let (echo, problem) = (expect_context::<LastEcho>(), expect_context::<PageProblem>());
    Effect::watch(
        move || path.get(),
        move |_, _, _| {
            echo.0.set_value(None);
            problem.0.set(false);
            focus_later("main".into());
        },
        false,
    );
}

/// An address that is not one of ours: the server knows the public pages, and says what is not found.
#[component]
fn Elsewhere() -> impl IntoView {
    Effect::new(|_| {
        let location = window().location();
        if let Ok(href) = location.href() {
            // When the browser refuses, the person sees the empty page and reloads.
            let _ = location.replace(&href);
        }
    });
    view! { <PageTitle text="One moment"/> }
}

/// What became of the form that led to this page.
fn posted() -> Option<Echo> {
    #[cfg(feature = "ssr")]
    return use_context::<http::request::Parts>()?.extensions.get::<Echo>().cloned();
    #[cfg(not(feature = "ssr"))]
    None
}

/// Tells tests and styles that the page is lively now.
fn mark_hydrated() {
    if let Some(root) = document().document_element() {
        // An attribute with a fixed name can always be set.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
