using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.N8n;

/// <param name="NextCursor">n8n's own; null on the last page.</param>
internal sealed record N8nPage<T>(IReadOnlyList<T> Rows, string? NextCursor);

internal static class N8nPage
{
    /// <summary>Null when it is no page.</summary>
    public static N8nPage<T>? Read<T>(JsonElement page, Func<JsonElement, T?> read)
        where T : class =>
        page.Member("data") is { ValueKind: JsonValueKind.Array } ? new([.. page.Items("data").Select(read).OfType<T>()], page.Text("nextCursor")) : null;
}
