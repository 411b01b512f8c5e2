using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>Tells on each answer what is left of the limits that a provider file names. It refuses nothing: that is what the limited account is for.</summary>
internal sealed class DeclaredLimits(DeclaredFile file, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Account, int Index), (long Window, int Count)> _counts = new();

    public void Tell(HttpContext http, SandboxAccount account)
    {
        foreach (var (budget, index) in (file.Api["budgets"] as JsonArray ?? []).Select((budget, index) => ((JsonObject)budget!, index)))
        {
            if (budget.Text("pathEnd") is { } end && http.Request.Path.Value?.EndsWith(end, StringComparison.Ordinal) != true)
            {
                continue;
            }

            var (requests, seconds) = (budget["requests"]!.GetValue<int>(), budget["seconds"]!.GetValue<int>());
            var now = time.GetUtcNow();
            var window = now.ToUnixTimeSeconds() / seconds;
            var (_, count) = _counts.AddOrUpdate((account.Email, index), (window, 1), (_, before) => (window, before.Window == window ? before.Count + 1 : 1));
            var reset = DateTimeOffset.FromUnixTimeSeconds((window + 1) * seconds);
            Set(budget.Text("limit"), requests.ToString(CultureInfo.InvariantCulture));
            Set(budget.Text("remaining"), Math.Max(0, requests - count).ToString(CultureInfo.InvariantCulture));
            Set(budget["reset"].Text("header"), budget["reset"].Text("as") switch
            {
                "unix" => reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                "unix_ms" => reset.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                "iso" => reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                _ => Math.Ceiling((reset - now).TotalSeconds).ToString(CultureInfo.InvariantCulture),
            });
        }

        void Set(string? header, string value)
        {
            if (header is not null)
            {
                http.Response.Headers[header] = value;
            }
        }
    }
}
