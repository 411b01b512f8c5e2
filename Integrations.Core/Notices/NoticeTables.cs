using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Notices;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class NoticeTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<Notice> Notices => db.Set<Notice>();

        public DbSet<NoticeChoice> NoticeChoices => db.Set<NoticeChoice>();
    }
}
