using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Members;

/// <summary>The organization's people. What is searched and which page lives in the address.</summary>
public sealed partial class MembersPage(MemberService members, LeaverConnections leavers, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    private const int PageSize = 25;

    private readonly LatestOnly _loads = new();
    private Page<MemberRow>? _page;
    private IReadOnlyDictionary<Guid, int> _left = new Dictionary<Guid, int>();
    private Invitation? _link;
    private Failure? _refused;
    private string? _failure;
    private Func<Task> _again = () => Task.CompletedTask;
    private bool _working;
    private Act? _asked;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    private int Number => Math.Clamp(PageNumber ?? 1, 1, PageRequest.MaxOffset / PageSize);

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => LoadAsync();

    private static string RoleOf(MemberRow member) => member.Role switch
    {
        Role.SuperAdmin => Text.T("Super administrator"),
        Role.TenantAdmin => Text.T("Administrator"),
        _ => Text.T("User"),
    };

    /// <summary>A super administrator's account is another super administrator's to change; what would be refused is not offered.</summary>
    private bool MayChange(MemberRow member) => member.Role != Role.SuperAdmin || caller.Value.IsSuperAdmin;

    /// <summary>What the row's menu offers; each asks before it is done.</summary>
    private IEnumerable<Act> ActsOf(MemberRow member)
    {
        var (name, isMe) = (member.DisplayName, member.Id == caller.Value.UserId);
        if (member.DisabledAt is not null)
        {
            yield return new(Text.T("Enable"), Text.T("They may sign in again, with the password they had."), Text.T("Enable {0}", name), () => EnableAsync(member)) { IsHarmless = true };
            if (_left.TryGetValue(member.Id, out var accounts))
            {
                yield return new(
                    Text.T("Disconnect accounts"),
                    Text.T("They had connected accounts at vendors, which the hub does not use any more: {0}. The stored credentials go at once, and the vendors are asked to forget them.", accounts),
                    Text.T("Disconnect the accounts of {0}", name),
                    () => DisconnectAsync(member));
            }

            yield break;
        }

        var toAdmin = member.Role != Role.TenantAdmin;
        if (member.Role != Role.SuperAdmin)
        {
            yield return new(
                toAdmin ? Text.T("Make administrator") : Text.T("Make user"),
                isMe ? Text.T("You lose this page and are signed out.") : Text.T("They are signed out and come back with the new role."),
                toAdmin ? Text.T("Make {0} administrator", name) : Text.T("Make {0} user", name),
                () => ChangeRoleAsync(member, toAdmin ? Role.TenantAdmin : Role.User))
            { IsHarmless = true };
        }

        yield return new(
            Text.T("New invite link"),
            Text.T("Their password, sessions, tokens, passkeys, linked accounts and earlier links end."),
            Text.T("Make a link for {0}", name),
            () => InviteAgainAsync(member))
        { IsHarmless = true };
        if (member.HasSecondFactor)
        {
            yield return new(
                Text.T("Reset second factor"),
                Text.T("Their second factor, password, sessions, tokens, passkeys and linked accounts end; you get a link for them. Ask them first, and not by e-mail."),
                Text.T("Reset the second factor of {0}", name),
                () => ResetSecondFactorAsync(member))
            { IsHarmless = true };
        }

        yield return new(Text.T("Disable"), isMe ? Text.T("This locks you out.") : Text.T("They are signed out and locked out."), Text.T("Disable {0}", name), () => DisableAsync(member));
    }

    private async Task RunAsync(Act act)
    {
        await act.Run();
        _asked = null;
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
        {
            var page = await members.ListAsync(caller.Value, Query, new PageRequest(PageSize, (Number - 1) * PageSize), ct);
            return new Found(new Loaded<Page<MemberRow>>(page), (await leavers.CountAsync(caller.Value, ct)).Match<IReadOnlyDictionary<Guid, int>>(counts => counts, _ => new Dictionary<Guid, int>()));
        });
        if (found is not null)
        {
            (_page, _failure) = (found.Page.Value, found.Page.Failure);
            _left = found.Left;
        }
    }

    private Task ChangeRoleAsync(MemberRow member, Role role) => ActAsync(
        () => members.ChangeRoleAsync(caller.Value, member.Id, role, CancellationToken.None),
        role == Role.TenantAdmin ? Text.T("{0} is an administrator now.", member.DisplayName) : Text.T("{0} is a user now.", member.DisplayName));

    private Task DisableAsync(MemberRow member) => ActAsync(
        () => members.DisableAsync(caller.Value, member.Id, CancellationToken.None), Text.T("{0} is locked out.", member.DisplayName));

    /// <summary>The member stays as they are; only their accounts at vendors end.</summary>
    private Task DisconnectAsync(MemberRow member) => ActAsync(
        async () => (await leavers.DisconnectAsync(caller.Value, member.Id, CancellationToken.None)).Map(_ => member), Text.T("The accounts of {0} are disconnected.", member.DisplayName));

    private Task EnableAsync(MemberRow member) => ActAsync(
        () => members.EnableAsync(caller.Value, member.Id, CancellationToken.None), Text.T("{0} may come in again.", member.DisplayName));

    private Task ResetSecondFactorAsync(MemberRow member) => ShowLinkAsync(() => members.ResetSecondFactorAsync(caller.Value, member.Id, CancellationToken.None));

    private Task InviteAgainAsync(MemberRow member) => ShowLinkAsync(() => members.InviteAgainAsync(caller.Value, member.Id, CancellationToken.None));

    private Task ShowLinkAsync(Func<Task<Result<Invitation>>> reset) => ActAsync(
        async () =>
        {
            var invited = await reset();
            _link = invited.IsSuccess ? invited.Value : null;
            return invited.Map(invitation => invitation.Member);
        },
        done: null);

    private async Task ActAsync(Func<Task<Result<MemberRow>>> act, string? done)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        _again = () => ActAsync(act, done);
        _refused = (await act()).Failure;
        if (_refused is null)
        {
            await LoadAsync();
            if (done is not null)
            {
                toasts.Notify(Severity.Success, Text.T("Changed"), done);
            }
        }

        _working = false;
    }

    /// <param name="Text">The verb, in the menu.</param>
    /// <param name="Confirm">The verb with its object, on the button that does it.</param>
    private sealed record Act(string Text, string Question, string Confirm, Func<Task> Run)
    {
        public bool IsHarmless { get; init; }
    }

    private sealed record Found(Loaded<Page<MemberRow>> Page, IReadOnlyDictionary<Guid, int> Left);

    private void Go(string? query, int number) => navigation.NavigateTo(AddressOf(query, number));

    private string AddressOf(string? query, int number) => navigation.GetUriWithQueryParameters("/members", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(query) ? null : query.Trim(),
        ["page"] = number == 1 ? null : number,
    });
}
