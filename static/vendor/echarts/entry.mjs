import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([AriaComponent, BarChart, CanvasRenderer, GridComponent, HeatmapChart, LegendComponent, LineChart, TooltipComponent, VisualMapComponent]);

export { init };
