using System.Data.Common;
using Integrations.Core.Storage;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>The kind of a fault, without its text, which may name hosts and users.</summary>
internal static class FaultNames
{
    public static string KindOf(this IDatabaseDialect dialect, Exception exception) => exception switch
    {
        DbException ofDatabase when dialect.Errors.Name(ofDatabase) is { } name => name,
        OperationCanceledException => $"no answer within {DatabaseCheck.Patience.TotalSeconds:0} s",
        { InnerException: { } inner } => dialect.KindOf(inner),
        _ => exception.GetType().Name,
    };
}
