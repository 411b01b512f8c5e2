using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>How an integration stands, and where to go on from here.</summary>
public sealed partial class OverviewPanel
{
    private InstanceAppearance _look = null!;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    /// <summary>The page says already what is wrong.</summary>
    [Parameter]
    public bool Quiet { get; set; }

    /// <summary>How the last test on this page ended; null before one.</summary>
    [Parameter]
    public TestOutcome? Test { get; set; }

    [Parameter]
    public bool Testing { get; set; }

    [Parameter]
    public EventCallback StopTest { get; set; }

    [Parameter]
    public EventCallback RunTest { get; set; }

    [Parameter]
    public EventCallback Reconnect { get; set; }

    /// <summary>Raised with the integration as it is after a change.</summary>
    [Parameter]
    public EventCallback<InstanceView> Changed { get; set; }

    /// <summary>Where to go on from here, by what the provider can do.</summary>
    private List<(string Icon, string Text, string Help, string Address)> Uses
    {
        get
        {
            var entities = View.Provider?.Document.EntityMappings.Select(mapping => mapping.ShardType).ToHashSet(StringComparer.Ordinal) ?? [];
            var connector = View.Provider?.Connector;
            return
            [
                .. entities.Contains(EntityTypes.Meeting) ? [("event", Text.T("Link a meeting"), Text.T("Open a meeting and choose its event in {0}.", View.Name), "/meetings")] : Array.Empty<(string, string, string, string)>(),
                .. entities.Contains(EntityTypes.Person) ? [("group", Text.T("Link a person"), Text.T("Open a person and choose their account in {0}.", View.Name), "/people")] : Array.Empty<(string, string, string, string)>(),
                .. connector?.CanSearch == true ? [("search", Text.T("Search it"), Text.T("Find what {0} holds, by words.", View.Name), $"/integrations/{View.Id}/search")] : Array.Empty<(string, string, string, string)>(),
                .. connector?.CanAct == true ? [("play_circle", Text.T("Run an action"), Text.T("Make or change something in {0}.", View.Name), $"/integrations/{View.Id}/actions")] : Array.Empty<(string, string, string, string)>(),
            ];
        }
    }

    protected override void OnParametersSet() => _look = InstanceAppearance.Of(View, Clock.GetUtcNow());

    /// <summary>The way out of what is said; nothing for a person who may not take it.</summary>
    private RenderFragment FixButton(Remedy fix) => builder =>
    {
        if (Fixer.May(View, fix))
        {
            builder.OpenComponent<MudButton>(0);
            builder.AddComponentParameter(1, nameof(MudButton.Variant), Variant.Outlined);
            builder.AddComponentParameter(2, nameof(MudButton.OnClick), EventCallback.Factory.Create<MouseEventArgs>(this, () => FixAsync(fix)));
            builder.AddComponentParameter(3, nameof(MudButton.ChildContent), (RenderFragment)(inner => inner.AddContent(0, RemedyLabels.Of(fix))));
            builder.CloseComponent();
        }
    };

    private async Task FixAsync(Remedy fix)
    {
        if (fix == Remedy.Test)
        {
            await RunTest.InvokeAsync();
        }
        else if (fix != Remedy.Enable)
        {
            await Reconnect.InvokeAsync();
        }
        else if (await Fixer.EnableAsync(View) is { } changed)
        {
            await Changed.InvokeAsync(changed);
        }
    }
}
