using System.Globalization;
using System.Text;
using System.Text.Json;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.N8n;

/// <summary>Pages with a cursor of base64 JSON; a cursor's own limit wins over the parameter.</summary>
internal sealed record N8nPaging(int Limit, int Offset, long? LastId)
{
    private const int MaxLimit = 250;

    /// <summary>Null, with the answer, when the parameters are refused.</summary>
    public static N8nPaging? Read(HttpContext http, IReadOnlyList<string> known, out IResult? refusal)
    {
        refusal = null;
        if (http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } strange)
        {
            refusal = N8nGuard.Error(StatusCodes.Status400BadRequest, $"Unknown query parameter '{strange}'");
            return null;
        }

        foreach (var flag in new[] { "active", "excludePinnedData", "includeData" })
        {
            if (http.Request.Query[flag] is { Count: > 0 } value && value.ToString() is not ("true" or "false"))
            {
                refusal = N8nGuard.Error(StatusCodes.Status400BadRequest, $"request/query/{flag} must be boolean");
                return null;
            }
        }

        var limit = 100;
        if (http.Request.Query["limit"] is { Count: > 0 } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
        {
            refusal = N8nGuard.Error(StatusCodes.Status400BadRequest, "request/query/limit must be number");
            return null;
        }

        if (limit > MaxLimit)
        {
            refusal = N8nGuard.Error(StatusCodes.Status400BadRequest, "request/query/limit must be <= 250");
            return null;
        }

        if (http.Request.Query["cursor"].ToString() is not { Length: > 0 } cursor)
        {
            return new N8nPaging(limit, 0, null);
        }

        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(cursor));
            var root = document.RootElement;
            return new N8nPaging(
                root.GetProperty("limit").GetInt32(),
                root.TryGetProperty("offset", out var offset) ? offset.GetInt32() : 0,
                root.TryGetProperty("lastId", out var lastId) ? long.Parse(lastId.GetString()!, CultureInfo.InvariantCulture) : null);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            refusal = N8nGuard.Error(StatusCodes.Status400BadRequest, "An invalid cursor was provided");
            return null;
        }
    }

    public static string Cursor(object position) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(position, SandboxJson.Options)));
}
