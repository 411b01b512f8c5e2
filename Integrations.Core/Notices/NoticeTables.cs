using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Notices;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class NoticeTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Notices of all people; each sees their own by <c>VisibleTo(caller)</c>.</summary>
        public DbSet<Notice> Notices => db.Set<Notice>();

        /// <summary>A row where a person chose otherwise than the default.</summary>
        public DbSet<NoticeChoice> NoticeChoices => db.Set<NoticeChoice>();
    }
}
