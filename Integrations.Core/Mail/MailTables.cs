using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Mail;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class MailTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Messages on their way, and records of those that ended.</summary>
        public DbSet<OutgoingMail> OutgoingMails => db.Set<OutgoingMail>();
    }
}
