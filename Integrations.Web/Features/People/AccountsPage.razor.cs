using Integrations.Core.Linking;
using Integrations.Core.Linking.Accounts;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.People;

/// <summary>Accounts of connected systems that are probably people's of the address book: reviewed, linked or refused. The page lives in the address.</summary>
public sealed partial class AccountsPage(PersonAccounts accounts, AccountRefusals refusals, LinkService linking, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts) : IDisposable
{
    private const string Refused = "refused";

    private readonly LatestOnly _loads = new();
    private readonly HashSet<(Guid, Guid, string)> _ticked = [];
    private AccountMatches? _matches;
    private IReadOnlyList<AccountTrouble> _troubles = [];
    private Failure? _refused;
    private string? _failure;
    private int _number = 1;
    private int _loaded;
    private bool _working;

    /// <summary><c>refused</c> for the accounts that were refused; nothing for those to review.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Number { get; set; }

    private bool IsOfRefused => Show == Refused;

    private IEnumerable<TabLink> Chips => [new(Text.T("To review"), AddressOf(null), !IsOfRefused), new(Text.T("Refused"), AddressOf(Refused), IsOfRefused)];

    private List<(Guid, Guid, string)> Likely => [.. _matches?.Found.Where(match => match.IsLikely).Select(KeyOf).Take(PersonAccounts.Most) ?? []];

    private ListChoice<AccountMatch> Choice => new(
        match => _ticked.Contains(KeyOf(match)),
        EventCallback.Factory.Create<(AccountMatch Match, bool On)>(this, ticked => Tick([ticked.Match], ticked.On)),
        EventCallback.Factory.Create<bool>(this, on => Tick(_matches!.Found, on)),
        match => Text.T("{0} for {1}", Titles.Shown(match.Account.Title), match.Person.Name));

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _number = Math.Clamp(Number ?? 1, 1, PageRequest.MaxOffset / PersonAccounts.MostPeople);
        // The prerendered page is thrown away a moment later; no vendor is asked for it.
        if (IsOfRefused || _loaded == _number || !RendererInfo.IsInteractive)
        {
            // What is taken back is to be proposed again.
            _loaded = IsOfRefused ? 0 : _loaded;
            return Task.CompletedTask;
        }

        (_loaded, _troubles, _refused) = (_number, [], null);
        return LoadAsync();
    }

    private static (Guid Person, Guid System, string Account) KeyOf(AccountMatch match) => (match.Person.Id, match.Source.IntegrationId, match.Account.Id);

    private async Task LoadAsync()
    {
        (_matches, _failure) = (null, null);
        if (await _loads.RunAsync(async ct => new Loaded<AccountMatches>(await accounts.FindAsync(caller.Value, (_number - 1) * PersonAccounts.MostPeople, ct))) is { } found)
        {
            (_matches, _failure) = (found.Value, found.Failure);
            TickLikely();
        }
    }

    private Task AcceptTickedAsync() => AcceptAsync([.. _matches!.Found.Where(match => _ticked.Contains(KeyOf(match)))]);

    private async Task AcceptAsync(IReadOnlyList<AccountMatch> chosen)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working || chosen.Count == 0)
        {
            return;
        }

        _working = true;
        var done = await accounts.AcceptAsync(caller.Value, chosen, CancellationToken.None);
        (_refused, _working) = (done.Failure, false);
        if (done.TryGet(out var accepted, out _))
        {
            _troubles = accepted.Troubles;
            if (accepted.Links.Count > 0)
            {
                Leave(chosen);
                if (_matches is { Found.Count: 0 })
                {
                    // Those who were linked are counted no more: the next people stand where these stood.
                    await LoadAsync();
                }

                var who = caller.Value;
                toasts.NotifyWithUndo(Text.Count(accepted.Links.Count, "1 account was linked.", "{0} accounts were linked."), () => UnlinkAsync(who, accepted.Links));
            }
        }
    }

    private async Task<(bool Undone, string Words)> UnlinkAsync(Core.Permissions.Caller who, IReadOnlyList<Guid> links)
    {
        foreach (var link in links)
        {
            if ((await linking.UnlinkEntityFromIntegrationAsync(who, link, CancellationToken.None)).Failure is { Kind: not FailureKind.NotFound } failure)
            {
                return (false, failure.Message);
            }
        }

        // Shown again where the page is still open.
        await ShowAgainAsync();
        return (true, Text.T("They are not linked any more."));
    }

    private async Task RefuseAsync(AccountMatch match)
    {
        if (_working)
        {
            return;
        }

        _working = true;
        var done = await refusals.RefuseAsync(caller.Value, match, CancellationToken.None);
        (_refused, _working) = (done.Failure, false);
        if (done.TryGet(out var id, out _))
        {
            Leave([match]);
            var who = caller.Value;
            toasts.NotifyWithUndo(Text.T("'{0}' is not proposed for {1} any more.", Titles.Shown(match.Account.Title), match.Person.Name), async () =>
            {
                var back = await refusals.TakeBackAsync(who, id, CancellationToken.None);
                if (back.IsSuccess)
                {
                    await ShowAgainAsync();
                }

                return (back.IsSuccess, back.Failure?.Message ?? Text.T("It is proposed again."));
            });
        }
    }

    /// <summary>What is decided is not asked of all vendors again: it only leaves the list, and what it made needless with it.</summary>
    private void Leave(IReadOnlyList<AccountMatch> decided)
    {
        var gone = decided.Select(KeyOf).ToHashSet();
        _ticked.ExceptWith(gone);
        if (_matches is { } shown)
        {
            // Otherwise another page is on its way, which knows of it.
            _matches = shown with { Found = [.. shown.Found.Where(match => !gone.Contains(KeyOf(match)))] };
        }
    }

    /// <summary>From a message that comes after the act, and draws nothing by itself.</summary>
    private Task ShowAgainAsync() => InvokeAsync(async () =>
    {
        await LoadAsync();
        StateHasChanged();
    });

    private void TickLikely()
    {
        _ticked.Clear();
        _ticked.UnionWith(Likely);
    }

    private void Tick(IEnumerable<AccountMatch> matches, bool on)
    {
        foreach (var match in matches)
        {
            _ = on ? _ticked.Add(KeyOf(match)) : _ticked.Remove(KeyOf(match));
        }
    }

    private string AddressOf(string? show, int number = 1) => navigation.GetUriWithQueryParameters("/people/accounts", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["show"] = show,
        ["page"] = number == 1 ? null : number,
    });
}
