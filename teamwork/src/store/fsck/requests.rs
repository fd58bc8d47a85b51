//! What must not exist of payment requests.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I21",
        sentence: "Apps that wait for a request which is over, or which does not offer them",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.request_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM requests r JOIN request_apps ra ON ra.request_id = r.id AND ra.app_id = a.id
             WHERE r.id = a.request_id AND r.state IN ('proposed', 'pending', 'claimed', 'billing'))",
    },
    Check {
        invariant: "I21",
        sentence: "Open requests for Apps that do not wait for them",
        sql: "SELECT COUNT(*) FROM requests r JOIN request_apps ra ON ra.request_id = r.id JOIN apps a ON a.id = ra.app_id
         WHERE r.state IN ('proposed', 'pending', 'claimed', 'billing') AND (a.request_id IS NULL OR a.request_id <> r.id)",
    },
    Check {
        invariant: "I23",
        sentence: "Completed requests without a client, or with an App whose handover the log does not know",
        sql: "SELECT COUNT(*) FROM requests r WHERE r.state = 'completed' AND (r.client_id IS NULL OR r.target_id IS NOT NULL
            AND EXISTS (SELECT 1 FROM request_apps ra WHERE ra.request_id = r.id AND NOT EXISTS
                (SELECT 1 FROM log l WHERE l.app_id = ra.app_id AND l.company_id = r.target_id
                    AND l.actor_id = r.client_id AND l.event = 'app_handed_over')))",
    },
    Check {
        invariant: "S30",
        sentence: "Requests whose deadline stands still although no App of theirs is suspended, or runs although one is",
        sql: "SELECT COUNT(*) FROM requests r WHERE r.state IN ('proposed', 'pending', 'claimed', 'billing')
            AND (r.frozen_at IS NOT NULL) <> EXISTS (SELECT 1 FROM apps a
                WHERE a.request_id = r.id AND a.suspended_by IN ('operator', 'dunning'))",
    },
    Check {
        invariant: "S10",
        sentence: "Requests of Admins for paid Apps that went to a client without the confirmation of an Owner",
        sql: "SELECT COUNT(*) FROM requests r JOIN members s ON s.company_id = r.company_id AND s.user_id = r.sender_id
         WHERE r.state IN ('pending', 'claimed', 'billing') AND s.role = 'admin' AND r.confirmed_by IS NULL
            AND EXISTS (SELECT 1 FROM request_apps ra WHERE ra.request_id = r.id AND ra.payer_id IS NOT NULL)",
    },
    Check {
        invariant: "S10",
        sentence: "Requests that were only proposed, and of which a client was told",
        sql: "SELECT COUNT(*) FROM requests WHERE state IN ('proposed', 'refused')
            AND (told_at IS NOT NULL OR client_id IS NOT NULL OR copied_hash IS NOT NULL OR confirmed_by IS NOT NULL)",
    },
    Check {
        invariant: "I20",
        sentence: "Payment requests of which a client is on the way to the provider, and no such way, or the other way round",
        sql: "SELECT COUNT(*) FROM requests r WHERE (r.state = 'billing') <> EXISTS
            (SELECT 1 FROM payment_setups s WHERE s.request_id = r.id AND s.state = 'begun')",
    },
];
