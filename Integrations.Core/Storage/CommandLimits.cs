using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>How long a statement may take (SECURITY V5): one that hangs holds a connection, and in SQLite everybody's turn to write.</summary>
internal static class CommandLimits
{
    public const int Seconds = 5;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    /// <summary>For migrations, backup, retention and seeding: no one waits for them, and they go over whole tables.</summary>
    public static T ForLongWork<T>(this T db)
        where T : IntegrationsDbContext
    {
        db.Database.SetCommandTimeout(Long);
        return db;
    }
}
