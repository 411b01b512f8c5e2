using System.Collections.Concurrent;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking.Accounts;

/// <summary>Finds the accounts of the address book's people in the organization's systems by their addresses, and links those that an administrator accepts.</summary>
public sealed class PersonAccounts(IDbContextFactory<IntegrationsDbContext> contexts, AccountSources sources, AccountReader reader, LinkService linking, TimeProvider clock)
{
    /// <summary>People of one look: some systems are asked for each of them.</summary>
    public const int MostPeople = 20;

    /// <summary>Links of one act.</summary>
    public const int Most = 200;

    /// <summary>For all systems together.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Systems that are asked side by side.</summary>
    private const int AtOnce = 3;

    /// <summary>Accounts that look like those of some people with an address, without those that are linked to someone or were refused.</summary>
    /// <param name="caller">Who administers the organization.</param>
    /// <param name="offset">People to leave out, by name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was found, with the systems that did not answer; or <c>validation</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<AccountMatches>> FindAsync(Caller caller, int offset, CancellationToken cancellationToken)
    {
        var page = new PageRequest(MostPeople, offset);
        if ((caller.Must(KnownPermissions.MatchAccounts) ?? page.Validate()) is { } refused)
        {
            return refused;
        }

        if (!(await sources.ListAsync(caller, cancellationToken)).TryGet(out var systems, out var failure))
        {
            return failure;
        }

        var (people, total) = await PeopleAsync(caller, systems, page, cancellationToken);
        if (people.Count == 0 || systems.Count == 0)
        {
            return new AccountMatches([], people.Count, total, systems.Count, []);
        }

        var (matches, troubles) = (new ConcurrentBag<AccountMatch>(), new ConcurrentBag<AccountTrouble>());
        var without = await WithoutAsync(caller, people, systems, cancellationToken);
        using var deadline = new CancellationTokenSource(Deadline, clock);
        await Parallel.ForEachAsync(
            systems,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (system, ct) =>
            {
                var (candidates, trouble) = await reader.ReadAsync(caller, system, [.. people.Where(person => !without.HasLink(person, system))], deadline.Token, ct);
                foreach (var match in AccountMatching.Of(system, [.. candidates.Where(one => !without.Contains(one.Person, system, one.Account))]))
                {
                    matches.Add(match);
                }

                if (trouble is not null)
                {
                    troubles.Add(new AccountTrouble(system.Name, trouble));
                }
            });
        return new AccountMatches(
            [.. matches.OrderBy(match => people.IndexOf(match.Person)).ThenByDescending(match => match.IsLikely).ThenBy(match => match.Source.Name, StringComparer.Ordinal).ThenBy(match => match.Account.Id, StringComparer.Ordinal)],
            people.Count, total, systems.Count, [.. troubles.OrderBy(trouble => trouble.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Links each of them; one that fails does not keep the others from it. Doing it again gives the same links.</summary>
    /// <param name="caller">Who administers the organization.</param>
    /// <param name="chosen">Out of what was found, 1 to <see cref="Most"/>.</param>
    /// <param name="cancellationToken">Ends the work between two links.</param>
    /// <returns>The links, and what could not be linked; or <c>validation</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<AcceptedAccounts>> AcceptAsync(Caller caller, IReadOnlyList<AccountMatch> chosen, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.MatchAccounts) is { } refused)
        {
            return refused;
        }

        if (chosen.Count is 0 or > Most)
        {
            return Failure.InvalidField("matches", $"Choose 1 to {Most} accounts.");
        }

        var (links, troubles) = (new List<Guid>(), new List<AccountTrouble>());
        foreach (var match in chosen)
        {
            var request = new LinkRequest(EntityTypes.Person, match.Person.Id, match.Source.IntegrationId, match.Account.Id) { Copy = match.Account };
            var linked = await linking.LinkEntityToIntegrationAsync(caller, request, cancellationToken);
            if (linked.TryGet(out var link, out var failure))
            {
                links.Add(link.Id);
            }
            else
            {
                troubles.Add(new AccountTrouble(match.Account.Title, failure));
            }
        }

        return new AcceptedAccounts(links, troubles);
    }

    /// <summary>With an address, and not linked in every one of the systems.</summary>
    private async Task<(List<AccountPerson> People, int Total)> PeopleAsync(Caller caller, IReadOnlyList<LinkSource> systems, PageRequest page, CancellationToken cancellationToken)
    {
        var (ids, kinds) = (systems.Select(system => system.IntegrationId).ToList(), systems.SelectMany(system => system.Entities).Select(entity => entity.Name).Distinct(StringComparer.Ordinal).ToList());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = db.Links.VisibleTo(caller).Where(link => link.EntityType == EntityTypes.Person && ids.Contains(link.InstanceId) && kinds.Contains(link.ExternalType));
        var people = db.People.AsNoTracking().VisibleTo(caller)
            .Where(person => person.Email != null && links.Where(link => link.EntityId == person.Id).Select(link => link.InstanceId).Distinct().Count() < ids.Count);
        var total = await people.CountAsync(cancellationToken);
        return (await people.OrderBy(person => person.Name).ThenBy(person => person.Id).Skip(page.Offset).Take(page.Limit)
            .Select(person => new AccountPerson(person.Id, person.Name, person.Email!)).ToListAsync(cancellationToken), total);
    }

    private async Task<Settled> WithoutAsync(Caller caller, List<AccountPerson> people, IReadOnlyList<LinkSource> systems, CancellationToken cancellationToken)
    {
        var (systemIds, personIds) = (systems.Select(system => system.IntegrationId).ToList(), people.ConvertAll(person => person.Id));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var linked = await db.Links.AsNoTracking().VisibleTo(caller).Where(link => link.EntityType == EntityTypes.Person && systemIds.Contains(link.InstanceId))
            .Select(link => new { link.EntityId, link.InstanceId, link.ExternalEntityId, link.ExternalType }).ToListAsync(cancellationToken);
        var refused = await db.RefusedAccounts.AsNoTracking().VisibleTo(caller).Where(account => personIds.Contains(account.PersonId))
            .Select(account => new { account.PersonId, account.InstanceId, account.ExternalEntityId }).ToListAsync(cancellationToken);
        var kinds = systems.ToDictionary(system => system.IntegrationId, system => system.Entities.Select(entity => entity.Name).ToHashSet(StringComparer.Ordinal));
        return new Settled(
            [.. linked.Where(link => kinds[link.InstanceId].Contains(link.ExternalType)).Select(link => (link.EntityId, link.InstanceId))],
            [.. linked.Select(link => (link.InstanceId, link.ExternalEntityId))],
            [.. refused.Select(account => (account.PersonId, account.InstanceId, account.ExternalEntityId))]);
    }

    /// <summary>What is decided already: who has an account in a system, which accounts are someone's, and which are not whose.</summary>
    private sealed record Settled(HashSet<(Guid Person, Guid System)> Linked, HashSet<(Guid System, string Account)> Taken, HashSet<(Guid Person, Guid System, string Account)> Refused)
    {
        public bool HasLink(AccountPerson person, LinkSource system) => Linked.Contains((person.Id, system.IntegrationId));

        public bool Contains(AccountPerson person, LinkSource system, ExternalEntity account) =>
            Taken.Contains((system.IntegrationId, account.Id)) || Refused.Contains((person.Id, system.IntegrationId, account.Id));
    }
}
