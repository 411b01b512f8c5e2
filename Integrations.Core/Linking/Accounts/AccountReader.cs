using Integrations.Connectors.Entities;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Accounts;

/// <summary>
/// Asks one system for the accounts of some people: for all its accounts at once, where it gives them; else for each person's address,
/// and for the name of those whose address it does not know.
/// </summary>
public sealed class AccountReader(SearchService search)
{
    private const int MostOfOne = 10;
    private const int MostListed = 500;

    /// <returns>Accounts that may be someone's, with who they were asked for; and what stood in the way of asking for all.</returns>
    internal async Task<(IReadOnlyList<(AccountPerson Person, ExternalEntity Account, bool ByAddress)> Candidates, Failure? Trouble)> ReadAsync(
        Caller caller, LinkSource source, IReadOnlyList<AccountPerson> people, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        var candidates = new List<(AccountPerson, ExternalEntity, bool)>();
        try
        {
            var listed = await ListAsync(caller, source, either.Token);
            if (!listed.TryGet(out var all, out var refused))
            {
                return (candidates, refused);
            }

            if (all.Count > 0)
            {
                return ([.. people.SelectMany(person => all.Select(account => (person, account, false)))], null);
            }

            foreach (var person in people)
            {
                if (await AskAsync(caller, source, person, candidates, either.Token) is { } trouble)
                {
                    return (candidates, trouble);
                }
            }

            return (candidates, null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (candidates, new Failure(FailureKind.VendorUnavailable, "search.timeout", $"{source.Name} did not answer in time. Try again later."));
        }
    }

    /// <summary>All accounts; nothing where the system is only searched and gives none for no words, or has too many.</summary>
    private async Task<Result<List<ExternalEntity>>> ListAsync(Caller caller, LinkSource source, CancellationToken cancellationToken)
    {
        var all = new List<ExternalEntity>();
        for (var offset = 0; offset < MostListed; offset += PageRequest.MaxLimit)
        {
            var found = await search.SearchAsync(caller, source.IntegrationId, Request(source, text: null, PageRequest.MaxLimit) with { Offset = offset }, cancellationToken);
            if (!found.TryGet(out var hits, out var failure))
            {
                return failure;
            }

            all.AddRange(Usable(hits.Items));
            if (hits.Trouble is not null || hits.Total > MostListed || !hits.HasMore)
            {
                return hits is { Trouble: null, HasMore: false } ? all : new List<ExternalEntity>();
            }
        }

        return new List<ExternalEntity>();
    }

    private async Task<Failure?> AskAsync(Caller caller, LinkSource source, AccountPerson person, List<(AccountPerson, ExternalEntity, bool)> candidates, CancellationToken cancellationToken)
    {
        var found = await search.SearchAsync(caller, source.IntegrationId, Request(source, person.Email, MostOfOne), cancellationToken);
        if (!found.TryGet(out var hits, out var failure))
        {
            return failure;
        }

        candidates.AddRange(Usable(hits.Items).Select(account => (person, account, true)));
        if (hits.Trouble is not null || hits.Items.Count > 0)
        {
            return hits.Trouble;
        }

        found = await search.SearchAsync(caller, source.IntegrationId, Request(source, person.Name, MostOfOne), cancellationToken);
        candidates.AddRange(found.IsSuccess ? Usable(found.Value.Items).Select(account => (person, account, false)) : []);
        return found.Failure ?? found.Value.Trouble;
    }

    private static SearchRequest Request(LinkSource source, string? text, int limit) => new(text, limit) { EntityTypes = [.. source.Entities.Select(entity => entity.Name)] };

    private static IEnumerable<ExternalEntity> Usable(IEnumerable<ExternalEntity> items) => items.Where(item => item.Id.Length is > 0 and <= EntityLink.ExternalIdMaxLength);
}
