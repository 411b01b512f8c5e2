using Integrations.Core.Notices;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Notices;

/// <summary>A person's own notices, newest first.</summary>
public sealed partial class NoticesPage(NoticeService notices, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int PageSize = 25;

    private readonly LatestOnly _loads = new();
    private Page<Notice>? _page;
    private Failure? _refused;
    private string? _failure;
    private bool _working;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    private int Number => Math.Clamp(PageNumber ?? 1, 1, PageRequest.MaxOffset / PageSize);

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => LoadAsync();

    private static string AddressOf(int number) => $"/notices?page={number}";

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<Page<Notice>>(await notices.ListAsync(caller.Value, new PageRequest(PageSize, (Number - 1) * PageSize), ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private Task ReadAsync(Notice notice) => ChangeAsync(() => notices.ReadAsync(caller.Value, notice.Id, CancellationToken.None));

    private Task ReadAllAsync() => ChangeAsync(() => notices.ReadAllAsync(caller.Value, CancellationToken.None));

    private async Task ChangeAsync(Func<Task<Result<Done>>> change)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        _refused = (await change()).Failure;
        _working = false;
        // The bell looks again when a page is gone to, this one too; the list does not, as its address is the same.
        navigation.NavigateTo(navigation.Uri, replace: true);
        await LoadAsync();
    }
}
