using System.Data.Common;

namespace Integrations.Primitives;

public static class Faults
{
    /// <summary>Thrown by the database or on the way to it, not by a bug of ours; EF Core wraps some of it.</summary>
    public static bool IsOfDatabase(this Exception exception) =>
        exception is DbException or TimeoutException || (exception.InnerException is { } inner && inner.IsOfDatabase());
}
