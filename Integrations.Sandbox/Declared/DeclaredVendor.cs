using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>
/// A vendor that is known by a provider file only: its consent page or its keys, and its API as the file describes it. It is as strict
/// as the file is: a request that the file does not describe is refused.
/// </summary>
internal sealed class DeclaredVendor : ISandboxVendor, IDisposable
{
    private readonly DeclaredFile _file;
    private readonly AccountWorlds<DeclaredWorld> _worlds;
    private readonly PastedTokens _pasted;
    private readonly OAuthServer? _oauth;
    private readonly DeclaredGuard _guard;
    private readonly DeclaredAnswers _answers;
    private readonly DeclaredEvents? _events;

    public DeclaredVendor(DeclaredFile file, TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _file = file;
        var kinds = (file.Api["entities"] as JsonObject ?? []).Select(entity => new DeclaredKind(
            entity.Key, entity.Value.Text("shape") ?? "any", entity.Value!["id"] is JsonArray parts ? parts.Count : 1, file.Data["entities"]?[entity.Key].Text("idPrefix") ?? "")).ToList();
        _worlds = new AccountWorlds<DeclaredWorld>(account => DeclaredWorld.Create(file.Key, kinds, account, time.GetUtcNow()));
        _pasted = new PastedTokens(file.Data.Text("tokenPrefix") ?? $"{file.Key}_");
        _oauth = file.OAuth is { } oauth ? new OAuthServer(DeclaredOAuth.Rules(file, oauth), state, options) : null;
        _guard = new DeclaredGuard(file, _oauth, _pasted, time, options);
        _events = file.Api["events"] is null ? null : new DeclaredEvents(file, _worlds, time, options);
        _answers = new DeclaredAnswers(file, kinds, _worlds, time, _events);
    }

    public string Name => _file.Name;

    /// <summary>What a connection of this account holds once it is made: what was typed, and of a sign-in the token.</summary>
    /// <param name="kind">A way to connect of the file.</param>
    /// <param name="account">Whose.</param>
    public IReadOnlyDictionary<string, string> Connected(string kind, SandboxAccount account)
    {
        var method = _file.Methods.First(one => one.Text("kind") == kind);
        if (kind != "oauth2")
        {
            return Pasted(method, account).ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal);
        }

        var scopes = (_file.OAuth!["scopes"] as JsonArray ?? []).Select(scope => scope.Text("name")!).ToList();
        return Typed(method, account).Append(("accessToken", _oauth!.Allow(account, _file.Key, scopes).AccessToken)).ToDictionary(field => field.Item1, field => field.Item2, StringComparer.Ordinal);
    }

    /// <summary>As <see cref="DeclaredEvents.Deliveries"/>; null where the file takes no events, or the sandbox cannot sign them.</summary>
    public IReadOnlyList<PlayedDelivery>? Deliveries(SandboxAccount account, Uri address, string secret) => _events is { CanSign: true } ? _events.Deliveries(account, address, secret) : null;

    /// <summary>A secret of the form that the vendor's signatures want.</summary>
    public string Secret => _events?.MadeSecret ?? "";

    public IReadOnlyList<string> Hosts => [.. Addresses.Select(address => address.Host).Distinct(StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. _file.Methods.SelectMany(method => SandboxAccounts.All.Select(account => method.Text("kind") == "oauth2"
            ? SandboxCredential.OAuth(_file.Key, account, Typed(method, account))
            : SandboxCredential.Pasted(_file.Key, method.Text("kind")!, account, Pasted(method, account)))),
    ];

    private IEnumerable<Uri> Addresses => _file.Bases.Concat(DeclaredOAuth.Addresses(_file.OAuth));

    public void Map(SandboxRoutes routes)
    {
        if (_oauth is not null)
        {
            DeclaredOAuth.Map(_oauth, _file.Key, _file.OAuth!, routes);
        }

        foreach (var address in _file.Bases)
        {
            var path = address.AbsolutePath.TrimEnd('/');
            var host = routes.Host(address.Host);
            host.MapGet("/sandbox-record/{entity}/{id}/{second?}", (string entity, string id, string? second) => Page(entity, id, second));
            _events?.Map(host);
            // Behind the OAuth addresses, which may stand on the same host.
            host.MapGroup(path).AddEndpointFilter(_guard).WithMetadata(new DeclaredOwner(http => ValueTask.FromResult(_guard.Knows(http)))).Map("/{**rest}", (Delegate)((HttpContext http) => _answers.AnswerAsync(http, $"/sandbox/{address.Host}{path}"))).WithOrder(50);
        }
    }

    public void Reset()
    {
        _worlds.Reset();
        _events?.Reset();
    }

    public void Dispose() => _events?.Dispose();

    private (string Field, string Value)[] Typed(JsonObject method, SandboxAccount account) =>
        [.. (method["fields"] as JsonArray ?? []).Select(field => field.Text("name")!).Select(field => (field, _file.PastedValue(field, account) ?? "")).Where(field => field.Item2.Length > 0)];

    private (string Field, string Value)[] Pasted(JsonObject method, SandboxAccount account) =>
        [.. method["fields"]!.AsArray().Select(field => field.Text("name")!).Select(field => (field, field == _file.TokenField(method.Text("kind")!) ? _pasted.For(account) : _file.PastedValue(field, account) ?? ""))
            .Where(field => field.Item2.Length > 0)];

    private IResult Page(string entity, string id, string? second)
    {
        foreach (var account in SandboxAccounts.All)
        {
            if (_worlds.Use(account, world => world.Records.Find(record => record.Entity == entity && record.Id[0] == id && record.Id.ElementAtOrDefault(1) == second)) is { } found)
            {
                return SandboxHtml.Record(Name, found.Title, ("Text", found.Text), ("Person", found.Person.Name), ("Changed", found.Find("updated")));
            }
        }

        return SandboxHtml.Problem(Name, "There is no such thing.", StatusCodes.Status404NotFound);
    }
}
