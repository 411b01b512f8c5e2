using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Declared;

/// <summary>
/// A vendor's events, as a provider file and the forms beside it say. A person enters the hub's address and secret on the vendor's page
/// here, as at the vendor; each kind of event is sent once then, and again whenever such a thing happens. Only hubs are called.
/// </summary>
internal sealed class DeclaredEvents(DeclaredFile file, AccountWorlds<DeclaredWorld> worlds, TimeProvider time, SandboxOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, DeclaredReceiver> _receivers = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    private JsonObject Verify => (JsonObject)file.Api["events"]!["verify"]!;

    private IEnumerable<JsonObject> Forms => (file.Data["events"] as JsonArray ?? []).Cast<JsonObject>();

    public string Path => $"/sandbox-events/{file.Key}";

    public void Map(RouteGroupBuilder host)
    {
        host.MapGet(Path, Page);
        host.MapPost(Path, (Delegate)RegisterAsync);
    }

    /// <summary>Whether deliveries can be made here: what is signed with a key of the vendor's own cannot.</summary>
    public bool CanSign => Verify.Text("kind") is "hmac" or "secret" or "none" || (Verify.Text("kind") == "jwt" && !Verify.ContainsKey("keys"));

    /// <summary>A secret of the form that this vendor's have.</summary>
    public string MadeSecret => Verify.Text("key") switch
    {
        "base64" => Verify.Text("keyPrefix") + Convert.ToBase64String(MadeKey),
        "hex" => Convert.ToHexStringLower(MadeKey),
        _ => "a-secret-of-the-hub-0123456789",
    };

    private static ReadOnlySpan<byte> MadeKey => "thirty-two bytes of a known key!"u8;

    /// <summary>What the vendor would send to an address: its challenges first, then each kind of event that there is a form for. Nothing is sent.</summary>
    public IReadOnlyList<PlayedDelivery> Deliveries(SandboxAccount account, Uri address, string secret)
    {
        var receiver = new DeclaredReceiver(address, secret);
        var made = new List<PlayedDelivery>();
        foreach (var (request, value) in Challenges(receiver))
        {
            using (request)
            {
                made.Add(PlayedDelivery.Of(request) with { Challenge = value });
            }
        }

        foreach (var one in Forms)
        {
            if (RecordOf(account, one) is { } record)
            {
                using var request = Delivery(receiver, one, record, account);
                made.Add(PlayedDelivery.Of(request) with { Entity = record.Entity, Id = IdOf(record), On = one.Text("on") });
            }
        }

        return made;
    }

    public void Reset() => _receivers.Clear();

    public void Dispose() => _http.Dispose();

    /// <summary>Tells what happened, when the account has an address; called while the world is locked, so the call itself goes on alone.</summary>
    /// <param name="account">Whose thing it is.</param>
    /// <param name="record">The thing.</param>
    /// <param name="what"><c>create</c>, <c>change</c> or <c>delete</c>.</param>
    public void Announce(SandboxAccount account, DeclaredRecord record, string what)
    {
        if (_receivers.TryGetValue(account.Email, out var receiver) && Forms.FirstOrDefault(form => form.Text("entity") == record.Entity && form.Text("on") == what) is { } form)
        {
            _ = SendAsync(receiver, form, record, account);
        }
    }

    private IResult Page() => SandboxHtml.Page($"{file.Name}: events", $"""
        <p>{SandboxHtml.Encode(file.Name)}</p>
        <h1>Webhooks</h1>
        <p>Enter the address and the secret that the hub shows on the integration's page. Each kind of event is sent once, and again whenever such a thing happens.</p>
        <form method="post" class="settings">
          <label>Account <select name="account">{string.Concat(SandboxAccounts.All.Select(account => $"<option>{SandboxHtml.Encode(account.Email)}</option>"))}</select></label>
          <label>Address <input name="address" type="url" required></label>
          <label>Secret <input name="secret" required maxlength="200" autocomplete="off"></label>
          <button class="primary">Save and send</button>
        </form>
        """);

    private async Task<IResult> RegisterAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (SandboxAccounts.Find(form["account"].ToString()) is not { } account || !Uri.TryCreate(form["address"].ToString(), UriKind.Absolute, out var address) || !options.IsOfHub(address))
        {
            return SandboxHtml.Problem(file.Name, "Choose an account, and enter the address of a hub on this machine or among Sandbox:HubOrigins.");
        }

        var receiver = new DeclaredReceiver(address, form["secret"].ToString().Trim());
        if (!await ProveAsync(receiver))
        {
            return SandboxJson.Answer(new { message = "The address did not prove itself." }, StatusCodes.Status400BadRequest);
        }

        _receivers[account.Email] = receiver;
        var sent = new JsonArray();
        foreach (var one in Forms)
        {
            if (RecordOf(account, one) is { } record)
            {
                sent.Add(new JsonObject
                {
                    ["entity"] = record.Entity,
                    ["id"] = IdOf(record),
                    ["on"] = one.Text("on"),
                    ["status"] = await SendAsync(receiver, one, record, account),
                });
            }
        }

        return SandboxJson.Answer(new JsonObject { ["sent"] = sent });
    }

    private DeclaredRecord? RecordOf(SandboxAccount account, JsonObject form) =>
        worlds.Use(account, world => world.Records.Find(record => record.Entity == form.Text("entity") && !record.IsDeleted));

    private static string IdOf(DeclaredRecord record) => $"{record.Entity}:{string.Join('/', record.Id)}";

    /// <summary>The challenges that the file describes, as the vendor sends them, each with what has to be in the answer; null for nothing.</summary>
    private IEnumerable<(HttpRequestMessage Request, string? Value)> Challenges(DeclaredReceiver receiver)
    {
        foreach (var challenge in file.Api["events"]!["challenge"] switch { JsonArray several => several.Cast<JsonObject>(), JsonObject one => [one], _ => [] })
        {
            var value = Guid.NewGuid().ToString("N");
            var method = challenge.Text("method") ?? "POST";
            var address = challenge["value"].Text("query") is { } parameter
                ? new UriBuilder(receiver.Address) { Query = $"{receiver.Address.Query.TrimStart('?')}&{parameter}={value}".TrimStart('&') }.Uri
                : receiver.Address;
            var request = new HttpRequestMessage(new HttpMethod(method), address);
            if (method == "POST")
            {
                var body = Bytes(PlaceText.Fill(file.Data["challenge"], name => name == "value" ? value : Now(name)));
                Fill(request, body, receiver, Guid.NewGuid().ToString("D"), signed: challenge["unsigned"]?.GetValue<bool>() != true);
            }

            yield return (request, challenge.ContainsKey("value") ? value : null);
        }
    }

    /// <summary>Whether the address answers the vendor's challenges; true where it has none.</summary>
    private async Task<bool> ProveAsync(DeclaredReceiver receiver)
    {
        foreach (var (request, value) in Challenges(receiver))
        {
            using var _ = request;
            try
            {
                using var answer = await _http.SendAsync(request);
                if (!answer.IsSuccessStatusCode || (value is not null && !(await answer.Content.ReadAsStringAsync()).Contains(value, StringComparison.Ordinal)))
                {
                    return false;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private HttpRequestMessage Delivery(DeclaredReceiver receiver, JsonObject form, DeclaredRecord record, SandboxAccount account)
    {
        var id = Guid.NewGuid().ToString("D");
        string? Find(string name) => name switch
        {
            "eventId" => id,
            "secret" => receiver.Secret,
            "account" => SandboxSeed.Guid(file.Key, account.Email).ToString("D"),
            _ => record.Find(name) ?? Now(name),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, receiver.Address);
        Fill(request, Bytes(PlaceText.Fill(Whole(form["body"], record), Find)), receiver, id, signed: true);
        foreach (var (name, value) in form["headers"] as JsonObject ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, PlaceText.Fill(value!.GetValue<string>(), Find));
        }

        return request;
    }

    private async Task<int> SendAsync(DeclaredReceiver receiver, JsonObject form, DeclaredRecord record, SandboxAccount account)
    {
        using var request = Delivery(receiver, form, record, account);
        try
        {
            using var answer = await _http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // Vendors try again for a while; here the next change tells.
            return 0;
        }
    }

    private void Fill(HttpRequestMessage request, byte[] body, DeclaredReceiver receiver, string id, bool signed)
    {
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        if (file.Api["events"]!["deliveryId"].Text("header") is { } header)
        {
            request.Headers.TryAddWithoutValidation(header, id);
        }

        if (signed)
        {
            DeclaredSigner.Sign(Verify, request, body, id, receiver.Secret, time.GetUtcNow());
        }
    }

    /// <summary>The body with the record's own form where it says so.</summary>
    private JsonNode? Whole(JsonNode? body, DeclaredRecord record) => body switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Whole(member.Value, record)))),
        JsonArray items => new JsonArray([.. items.Select(item => Whole(item, record))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text == "$record" => (file.Data["entities"]?[record.Entity]?["record"] ?? new JsonObject()).DeepClone(),
        _ => body?.DeepClone(),
    };

    private string? Now(string name)
    {
        var now = time.GetUtcNow();
        return name switch
        {
            "now" => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            "nowUnix" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "nowMs" => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static byte[] Bytes(JsonNode? body) => JsonSerializer.SerializeToUtf8Bytes(body, SandboxJson.Options);
}
