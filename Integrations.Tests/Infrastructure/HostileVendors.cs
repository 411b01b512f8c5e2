using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// Stands before the sandbox and, once switched on, puts markup and scripts into every text of every vendor's answer, and
/// addresses that run something into every link. Ids, kinds and times stay, so that the answers are still understood.
/// </summary>
internal sealed class HostileVendors : IStartupFilter
{
    /// <summary>Set by whatever payload should run.</summary>
    public const string Mark = "hostile";

    private static readonly string[] Texts =
    [
        $"<script>window.{Mark}=1</script>", $"<img src=x onerror=\"window.{Mark}=1\">", $"\"><svg onload=window.{Mark}=1>", $"</title><iframe srcdoc=\"<script>parent.{Mark}=1</script>\">",
        $"'-window.{Mark}=1-'", "{{constructor.constructor('alert(1)')()}}", $"<a href=\"javascript:window.{Mark}=1\">look</a>", "\u202Egnp.exe\u202C", $"<math><mtext></p><style><img src onerror=window.{Mark}=1>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "👩‍👩‍👧‍👦🏳️‍🌈", new string('W', 300), "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "]]><script>alert(1)</script>", "${alert(1)}", "مرحبا <b>שלום</b>",
    ];

    private static readonly string[] Links = [$"javascript:window.{Mark}=1", $"JaVaScRiPt:window.{Mark}=1", $"data:text/html,<script>parent.{Mark}=1</script>", $" javascript:window.{Mark}=1", "vbscript:msgbox(1)", "https://evil.example/\"onmouseover=\"alert(1)"];

    private static readonly string[] Kept =
    [
        "id", "node_id", "kind", "type", "etag", "status", "state", "datetime", "date", "timezone", "created", "updated", "createdat", "updatedat", "created_at", "updated_at", "ts", "cursor", "token", "key",
        "nextpagetoken", "next_cursor", "@odata.nextlink", "@odata.context", "full_name", "login", "mimetype", "visibility", ".tag", "role", "responsestatus", "name_with_owner", "number", "accountid",
    ];

    private static readonly string[] Addresses = ["url", "uri", "link", "href", "avatar", "icon", "photo"];

    private int _next;

    public bool IsOn { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (!IsOn || !context.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal))
            {
                await rest(context);
                return;
            }

            var wanted = context.Response.Body;
            using var caught = new MemoryStream();
            context.Response.Body = caught;
            await rest(context);
            context.Response.Body = wanted;
            var body = caught.ToArray();
            if (context.Response.ContentType?.Contains("json", StringComparison.Ordinal) == true && body.Length > 0 && JsonNode.Parse(body) is { } answer)
            {
                Spoil(answer);
                body = Encoding.UTF8.GetBytes(answer.ToJsonString());
            }

            context.Response.ContentLength = body.Length;
            await wanted.WriteAsync(body);
        });
        next(app);
    };

    private void Spoil(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var words))
                    {
                        fields[name] = Spoilt(name.ToLowerInvariant(), words);
                    }
                    else if (value is not null)
                    {
                        Spoil(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.Where(item => item is not null))
                {
                    Spoil(item!);
                }

                break;
        }
    }

    private string Spoilt(string name, string words) =>
        Kept.Contains(name, StringComparer.Ordinal) || name.EndsWith("id", StringComparison.Ordinal) || name.EndsWith("_at", StringComparison.Ordinal) ? words
        : Addresses.Any(address => name.Contains(address, StringComparison.Ordinal)) ? Links[_next++ % Links.Length]
        : $"{words} {Texts[_next++ % Texts.Length]}";
}
