//! What must not exist of Companies: their members, Billing Contacts and invitations.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I1",
        sentence: "Companies whose count of Owners is not the number of their Owners, or is none",
        sql: "SELECT COUNT(*) FROM companies c WHERE c.owner_count < 1 OR c.owner_count <>
            (SELECT COUNT(*) FROM members m WHERE m.company_id = c.id AND m.role = 'owner')",
    },
    Check {
        invariant: "I2",
        sentence: "Companies whose count of members is not the number of their members",
        sql: "SELECT COUNT(*) FROM companies c WHERE c.member_count <>
            (SELECT COUNT(*) FROM members m WHERE m.company_id = c.id)",
    },
    Check {
        invariant: "I2",
        sentence: "Companies without a live Billing Contact",
        sql: "SELECT COUNT(*) FROM companies c WHERE NOT EXISTS
            (SELECT 1 FROM billing_contacts b WHERE b.company_id = c.id AND b.state = 'active')",
    },
    Check {
        invariant: "I8",
        sentence: "Assignments to Apps of another Company, or of people who are no Developers there",
        sql: "SELECT COUNT(*) FROM app_members d WHERE NOT EXISTS
            (SELECT 1 FROM members m JOIN apps a ON a.company_id = m.company_id
             WHERE m.company_id = d.company_id AND m.user_id = d.user_id AND m.role = 'developer' AND a.id = d.app_id)",
    },
    Check {
        invariant: "I8",
        sentence: "Owners whose access has an end, and ends that nobody granted",
        sql: "SELECT COUNT(*) FROM members
         WHERE ends_at IS NOT NULL AND (role = 'owner' OR granted_by IS NULL)",
    },
    Check {
        invariant: "I9",
        sentence: "Ended invitations without the moment they ended, or open ones with it",
        sql: "SELECT COUNT(*) FROM invitations
         WHERE (state IN ('pending', 'expired') AND answered_at IS NOT NULL)
            OR (state IN ('accepted', 'declined', 'cancelled') AND answered_at IS NULL)",
    },
    Check {
        invariant: "I13",
        sentence: "Addresses with several open invitations to one Company",
        sql: "SELECT COUNT(*) FROM (SELECT company_id, email_key FROM invitations WHERE state IN ('pending', 'expired')
            GROUP BY company_id, email_key HAVING COUNT(*) > 1) AS twins",
    },
    Check {
        invariant: "I14",
        sentence: "Open invitations whose sender is no longer a member, or could not send them any more",
        sql: "SELECT COUNT(*) FROM invitations i WHERE i.state IN ('pending', 'expired') AND NOT EXISTS
            (SELECT 1 FROM members m WHERE m.company_id = i.company_id AND m.user_id = i.inviter_id
                AND (m.role = 'owner' OR (m.role = 'admin' AND i.role IN ('admin', 'developer'))))",
    },
    Check {
        invariant: "I30",
        sentence: "Open invitations without their mail",
        sql: "SELECT COUNT(*) FROM invitations i WHERE i.state = 'pending' AND i.delivered_at IS NULL AND NOT i.bounced
            AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.address = i.email AND o.created_at >= i.sent_at)",
    },
    Check {
        invariant: "I34",
        sentence: "Companies without the log entry of their set-up",
        sql: "SELECT COUNT(*) FROM companies c WHERE NOT EXISTS
            (SELECT 1 FROM log l WHERE l.company_id = c.id AND l.event = 'company_set_up')",
    },
    Check {
        invariant: "I48",
        sentence: "Members or invitations of Companies that do not exist",
        sql: "SELECT (SELECT COUNT(*) FROM members m WHERE NOT EXISTS (SELECT 1 FROM companies c WHERE c.id = m.company_id))
              + (SELECT COUNT(*) FROM invitations i WHERE NOT EXISTS (SELECT 1 FROM companies c WHERE c.id = i.company_id))
              + (SELECT COUNT(*) FROM billing_recipients r WHERE NOT EXISTS
                    (SELECT 1 FROM billing_contacts b WHERE b.id = r.billing_contact_id))",
    },
    Check {
        invariant: "I48",
        sentence: "Companies that are there although the log says that they were deleted",
        sql: "SELECT COUNT(*) FROM companies c WHERE EXISTS
            (SELECT 1 FROM log l WHERE l.company_id = c.id AND l.event = 'company_deleted')",
    },
];
