using System.Net;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Events;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative;

/// <summary>
/// Runs a provider file over the same sessions as written connectors. This one can be connected and tested; what a file says beyond
/// that are the abilities of the classes below it, so that the catalog shows what there is.
/// </summary>
internal class DeclarativeConnector : IConnector, IDescribed, IPassCalls, IReceiveEvents, IHaveBudgets, IReadTokenResponse
{
    private const string CredentialRefused = "credential_refused";
    private const string RateLimited = "rate_limited";

    protected DeclarativeConnector(ProviderFile file) => File = file;

    public ProviderFile File { get; }

    public string Provider => File.Manifest.Key;

    public ProviderManifest Manifest => File.Manifest;

    public IReadOnlyList<VendorBudget> Budgets => Api.Budgets;

    protected ApiPlan Api => File.Api;

    public static DeclarativeConnector Of(ProviderFile file) =>
        file.Api.Entities.Count == 0 ? new DeclarativeConnector(file)
        : file.Api.Actions.Count == 0 ? new SearchingConnector(file)
        : new ActingConnector(file);

    /// <summary>What a file does not say, its vendor cannot do, whatever the class has.</summary>
    public T? As<T>()
        where T : class =>
        (typeof(T) == typeof(IReceiveEvents) && Api.Events is null) || (typeof(T) == typeof(IReadTokenResponse) && Api.TokenIn.Count == 0)
        || (typeof(T) == typeof(ISyncEntities) && !Api.Entities.Any(entity => entity.Sync is not null))
            ? null
            : this as T;

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) =>
        Api.Events?.Receive(request, secret, now) ?? new InboundVerdict.Rejected("provider");

    public Result<TokenGrant> ReadToken(string vendorName, VendorResponse response) =>
        response.TryJson() is { } body
        && Api.TokenIn.Select(path => path.First(body)).OfType<JsonElement>().Select(TokenAnswer.Read).FirstOrDefault(grant => grant is not null) is { } found
            ? found
            : VendorFailures.Unreadable(vendorName, response.ContentType, (int)response.Status);

    public string? Unproven => (Api.Events?.Proof as NoProof)?.Because;

    public string? ProblemOf(Secret? given) => Api.Events?.Proof.Problem(given);

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var plan = Api.Accounts[session.AuthKind];
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? Fact(string name) => facts.GetValueOrDefault(name) ?? session.Facts[name];
        foreach (var step in plan.Steps)
        {
            if (!(await AskAsync(session, step.Request, new Places(Fact), cancellationToken)).TryGet(out var answer, out var failure))
            {
                return failure;
            }

            foreach (var (name, value) in step.Fields)
            {
                if (EntityText.Value(value.Text(answer.Body, answer.Body, Fact)) is { } text)
                {
                    found.TryAdd(name, text);
                }
            }

            foreach (var (name, value) in step.Facts)
            {
                // What a person typed stays: they may see more than the first of several.
                if (Fact(name) is null && EntityText.Value(value.Text(answer.Body, answer.Body, Fact)) is { } text)
                {
                    facts[name] = text;
                }
            }

            if (!found.ContainsKey("id"))
            {
                return VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
            }
        }

        return new VendorAccount(found["id"], found.GetValueOrDefault("name"))
        {
            IsCertain = plan.IsCertain,
            Username = found.GetValueOrDefault("username"),
            Email = found.GetValueOrDefault("email"),
            AvatarUrl = EntityText.Link(found.GetValueOrDefault("avatarUrl")),
            Workspace = found.GetValueOrDefault("workspace"),
            Facts = facts,
        };
    }

    public void Authenticate(HttpRequestMessage request, VendorCredential credential) => Api.Credentials[credential.AuthKind].Put(request, credential);

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(
        // Answers may repeat the address that they answer, with all that is in it.
        Api.Credentials[session.AuthKind].Place == "query" ? PassedCalls.NotOffered(session.VendorName)
        : Base(session) is { } address && Uri.TryCreate($"{address}/", UriKind.Absolute, out var api) ? api
        : Incomplete(session));

    public void Prepare(VendorSession session, HttpRequestMessage request)
    {
        foreach (var (name, template) in Api.Headers)
        {
            if (!request.Headers.Contains(name) && template.Fill(fact => session.Facts[fact]) is { } value && value.All(c => c is >= ' ' and <= '~'))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    public Failure? ReadFailure(VendorSession session, VendorResponse response)
    {
        var meant = Api.Failures.FirstOrDefault(rule => rule.Fits((int)response.Status, response.Header, response.Body, response.WholeJson));
        return meant is not null ? meant.ToFailure(session.VendorName, response, Words(response), session.Clock.GetUtcNow())
            : response.IsSuccess ? null
            : VendorFailures.FromResponse(session.VendorName, response, session.Clock.GetUtcNow(), Words(response));
    }

    /// <summary>A 401, unless a rule of the file gives it another meaning; and whatever a rule gives this one.</summary>
    public async ValueTask<bool> RefusesCredentialAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await MeaningAsync(response, cancellationToken) is { } meant ? meant.Kind == CredentialRefused : response.StatusCode == HttpStatusCode.Unauthorized;

    /// <summary>A 429, unless a rule of the file gives it another meaning; and whatever a rule gives this one.</summary>
    public async ValueTask<bool> RefusesForLimitAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        (response.StatusCode == HttpStatusCode.TooManyRequests || Api.Failures.Any(rule => rule.Kind == RateLimited && rule.Status.Contains((int)response.StatusCode)))
        && (await MeaningAsync(response, cancellationToken) is { } meant ? meant.Kind == RateLimited : response.StatusCode == HttpStatusCode.TooManyRequests);

    /// <summary>The rule of the file that an answer fits; null where none does.</summary>
    private async ValueTask<FailureRule?> MeaningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var rules = Api.Failures.Where(rule => rule.Status.Contains(status)).ToList();
        byte[] body = [];
        if (rules.Exists(rule => rule.LooksIntoBody))
        {
            body = await LimitedBody.ReadAsync(response.Content, LimitedBody.VendorLimit, cancellationToken);
            response.ReplaceBody(body);
        }

        (bool IsRead, JsonElement? Body) json = default;
        JsonElement? Json() => (json = json.IsRead ? json : (true, VendorJson.Parse(body))).Body;
        return rules.Find(rule => rule.Fits(status, name => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null, body, Json));
    }

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields)
    {
        var clean = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        var method = Manifest.Method(authKind);
        foreach (var field in (method?.Fields ?? []).Where(field => field.Type == "url" && clean.ContainsKey(field.Name)))
        {
            var typed = clean[field.Name].Trim();
            var site = Api.Sites.GetValueOrDefault(field.Name);
            // A bare name is the site's own: acme for acme.zendesk.com.
            var address = site is not null && typed.Length > 0 && typed.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? $"https://{typed}{site}"
                : typed.Contains("://", StringComparison.Ordinal) ? typed : $"https://{typed}";
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Host.Length == 0
                || (site is not null && (uri.Scheme != Uri.UriSchemeHttps || !uri.IsDefaultPort || !uri.Host.EndsWith(site, StringComparison.OrdinalIgnoreCase))))
            {
                return Failure.InvalidField(field.Name, $"{field.Label} must be an address such as {field.Placeholder ?? $"https://acme{site ?? ".example.com"}"}.");
            }

            // The path of a page that was copied is no part of a vendor's own site; of a server of one's own it may be.
            clean[field.Name] = site is null ? uri.GetLeftPart(UriPartial.Path).TrimEnd('/') : uri.GetLeftPart(UriPartial.Authority);
        }

        foreach (var field in (method?.Fields ?? []).Where(field => field.Secret && clean.ContainsKey(field.Name)))
        {
            if (PastedText.Problem(field.Label, clean[field.Name]) is { } problem)
            {
                return Failure.InvalidField(field.Name, problem);
            }

            // Within a header such as OAuth key="…" a quote would end the place.
            if (Api.Credentials.GetValueOrDefault(authKind) is { Place: "header" } && clean[field.Name].AsSpan().ContainsAny("\"\\,"))
            {
                return Failure.InvalidField(field.Name, $"{field.Label} holds a character that no such secret has. Copy it again, and paste nothing else with it.");
            }
        }

        return clean;
    }

    private string? Base(VendorSession session)
    {
        foreach (var one in Api.Bases)
        {
            if ((one.Constant ?? one.Fill(name => session.Facts[name])) is { } filled)
            {
                return filled;
            }
        }

        return null;
    }

    private static Failure Incomplete(VendorSession session) =>
        Failure.Invalid("connection.incomplete", $"This connection lacks the address of {session.VendorName}. Reconnect and enter it.");

    /// <summary>Sends what a plan says and reads the answer's JSON; an empty answer to something done is an empty object.</summary>
    protected async Task<Result<VendorAnswer>> AskAsync(VendorSession session, RequestPlan plan, Places places, CancellationToken cancellationToken, bool mayBeEmpty = false, string? idempotencyHeader = null)
    {
        if (Base(session) is not { } address)
        {
            return Incomplete(session);
        }

        if (!plan.Build(session.VendorName, address, places).TryGet(out var request, out var failure))
        {
            return failure;
        }

        using (request)
        {
            if (idempotencyHeader is not null)
            {
                // Repeats of this one call carry the same.
                request.Headers.TryAddWithoutValidation(idempotencyHeader, Guid.NewGuid().ToString("D"));
                request.RepeatableInThisRun();
            }

            if (!(await session.SendAsync(request, cancellationToken)).TryGet(out var response, out failure))
            {
                return failure;
            }

            if (session.Check(response) is { } refused)
            {
                return refused;
            }

            if (mayBeEmpty && response.Body.Length == 0)
            {
                return new VendorAnswer(response, JsonElement.Parse("{}"));
            }

            return response.Json<JsonElement>(session.VendorName, null).TryGet(out var body, out failure) ? new VendorAnswer(response, body) : failure;
        }
    }

    private string? Words(VendorResponse response) =>
        response.Body.Length <= FailureRule.LongestRefusal && Api.Words.Count > 0 && VendorJson.Parse(response.Body) is { } body
        && Api.Words.SelectMany(path => path.Find(body, body)).Select(VendorJson.Read).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) is { } words
            ? VendorFailures.Clean(words, 300)
            : VendorFailures.Describe(response);
}
