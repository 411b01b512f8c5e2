using System.Net;
using System.Net.Http.Headers;
using Integrations.Connectors.Http;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Identity.Programs;

/// <summary>
/// Programs whose client id is the address of a document about them (draft-ietf-oauth-client-id-metadata-document). It is read by the egress rules, to a
/// limit, for people who are signed in, and kept for an hour.
/// </summary>
public sealed partial class ProgramDocuments(
    IDbContextFactory<IntegrationsDbContext> contexts, EgressHandlers egress, EgressPolicy policy, TimeProvider clock, ILogger<ProgramDocuments> logger) : IDisposable
{
    /// <summary>How old what is known of a document may be before it is read again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private const int MostRead = 16 * 1024;
    private const int MostRemembered = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FailureKept = TimeSpan.FromMinutes(1);

    private readonly HttpMessageInvoker _http = new(egress.ForUserUrls, disposeHandler: false);
    // A document that cannot be read is not asked for by every click.
    private readonly ExpiringCache<string, Failure> _failed = new(clock, MostRemembered);

    /// <summary>Whether a client id is an address; others were made here.</summary>
    public static bool IsAddress(string clientId) =>
        clientId.StartsWith("https://", StringComparison.Ordinal) || clientId.StartsWith("http://", StringComparison.Ordinal);

    /// <summary>Makes sure that the program is known as its document describes it now.</summary>
    /// <returns>Done, or <c>invalid_client</c>, <c>invalid_client_metadata</c>, <c>invalid_redirect_uri</c>.</returns>
    public async Task<Result<Done>> EnsureAsync(string clientId, CancellationToken cancellationToken)
    {
        if (Refuse(clientId) is { } reason)
        {
            egress.CountRefused(clientId, reason);
            return ProgramFailures.BadMetadata($"The client id is no address that can be read: {reason}");
        }

        var now = clock.GetUtcNow();
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var fresh = now - Kept;
            if (await db.Programs.AnyAsync(c => c.ClientId == clientId && c.FetchedAt > fresh, cancellationToken))
            {
                return Done.Value;
            }
        }

        if (_failed.TryGet(clientId, out var before))
        {
            return before;
        }

        var read = await ReadAsync(clientId, cancellationToken);
        if (!read.TryGet(out var document, out var failure))
        {
            _failed.Remember(clientId, failure, now + FailureKept);
            LogRefused(logger, new Uri(clientId).Host, failure.Code);
            return failure;
        }

        return await contexts.WriteAgainAsync(
            3, lost => LostRaces.IsStale(lost) || lost.IsUniqueViolation(), db => SaveAsync(db, clientId, document, now, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private string? Refuse(string clientId) =>
        clientId.Length > ProgramClient.ClientIdMaxLength || clientId.Contains('#', StringComparison.Ordinal) || !Uri.TryCreate(clientId, UriKind.Absolute, out var url) ? "Give a full address without a fragment."
        : url.AbsolutePath == "/" || clientId.Contains("/.", StringComparison.Ordinal) || url.AbsoluteUri != clientId ? "Write the address with a path and in its plain form."
        : policy.Refuse(clientId);

    private async Task<Result<ProgramDocument>> ReadAsync(string clientId, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, clientId);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var answer = await _http.SendAsync(request, either.Token);
            var type = answer.Content.Headers.ContentType?.MediaType ?? "";
            return answer.StatusCode != HttpStatusCode.OK ? ProgramFailures.BadMetadata($"Its document answered {(int)answer.StatusCode}.")
                : type != "application/json" && !type.EndsWith("+json", StringComparison.Ordinal) ? ProgramFailures.BadMetadata("Its document is no JSON.")
                : ProgramDocument.Read(clientId, await LimitedBody.ReadAsync(answer.Content, MostRead, either.Token));
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Blocked, closed, slow and too long look alike (SECURITY I12).
            return ProgramFailures.BadMetadata("Its document could not be read.");
        }
    }

    private static async Task<Result<Done>> SaveAsync(IntegrationsDbContext db, string clientId, ProgramDocument document, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var program = await db.Programs.SingleOrDefaultAsync(c => c.ClientId == clientId, cancellationToken);
        if (program is null)
        {
            // Only its host vouches for it, so it gets to the tools and to nothing else: what it may call there is granted by its person.
            program = new ProgramClient { Id = Guid.CreateVersion7(now), ClientId = clientId, Kind = ProgramKind.Document, Scopes = TokenScopes.Mcp, CreatedAt = now };
            db.Programs.Add(program);
        }

        program.Describe(document.Name, document.Redirects, secretHash: null);
        program.FetchedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        return Done.Value;
    }

    [LoggerMessage(4121, LogLevel.Warning, "The document of a program at {Host} was refused: {Code}")]
    private static partial void LogRefused(ILogger logger, string host, string code);
}
